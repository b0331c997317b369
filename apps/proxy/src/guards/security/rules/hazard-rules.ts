import { between } from './rule.js';

/** One of Llama Guard's hazards, by what asks for it. */
export type HazardRule = { code: string; pattern: RegExp };

const ask =
  'how (?:to|do (?:i|you|we|people)|can|could|would (?:i|you|one|someone)|should i)|ways? (?:to|of|for)|writ(?:e|ing)|give|create|creating|make|develop|teach|provide|explain|describe|show|tell|outline|design|generate|produce|draft|compose|instructions?|tutorial|guide|steps?|script|plan|strategy|manual|tips|convince|persuade|help|list|build|want to|going to|best|devise|suggest|offer|detail|demonstrate|step-by-step|program|code|article|speech|post|message|letter|email|story|argue|defend|encourag\\w+|advise|advice|promot\\w+|glorif\\w+|convincing|persuading|instruct|publish';

/** Somebody asks for it: a word of asking and what is asked for within some words, or a command of it. */
const asked = (act: string, gap = 8) =>
  new RegExp(`(?:\\b(?:${ask})${between(gap)}|(?:^|[\\n.!?] ?))(?:${act})(?![\\p{L}])`, 'u');
const said = (act: string) => new RegExp(`\\b(?:${act})(?![\\p{L}])`, 'u');
/** Two words within a few others, the first one first. */
const near = (first: string, second: string, gap = 5) =>
  new RegExp(`\\b(?:${first})${between(gap)}(?:${second})(?![\\p{L}])`, 'u');

const person =
  'someone|somebody|people|person|man|woman|girl|boy|wife|husband|neighbou?r|boss|coworker|him|her|them|my \\w+|a (?:human|child|kid|minor)|children|kids|minors?|students?|classmates?|crowd|civilians?|politicians?|president|animals?|dogs?|cats?|pets?|homeless|another person|victims?|others';
const groups =
  'jews?|jewish|muslims?|islam|christians?|black(?:s| people| men| women)?|white people|african[- ]americans?|asians?|chinese|mexicans?|latinos?|hispanics?|arabs?|immigrants?|refugees?|women|gays?|lesbians?|homosexuals?|lgbtq?\\+?|transgender(?: people)?|trans people|gypsies|roma|disabled(?: people)?|indians?|native americans?|minorit(?:y|ies)|a (?:particular|specific|certain) (?:race|ethnicity|group|religion|gender|ethnic group)|(?:racial|ethnic|religious|marginali[sz]ed|minority) groups?';

const rules: [string, RegExp[]][] = [
  [
    'S1',
    [
      asked(
        `(?:kill|murder|assassinat\\w+|poison|strangle|stab|shoot|torture|maim|kidnap\\w*|abduct|behead|attack|hurt|injure|ambush|lynch|beat up|harm|drown|dismember)${between(3)}(?:${person})`,
      ),
      said(
        '(?:mass|school|church|mall) shootings? (?:plan|guide|tutorial)|get away with (?:murder|killing|manslaughter)|(?:commit|carry out|execute|plan|planning|perform|stage) (?:an? |the )?(?:\\w+ ){0,2}(?:murder|assassination|massacre|terrorist attack|terror attack|school shooting|mass shooting|genocide|act of (?:violence|terrorism)|violent (?:acts?|crimes?)|bombing|kidnapping|arson|homicide)',
      ),
      asked(
        '(?:dogfighting|dog fighting|cockfight\\w*|torturing|kidnapping|child soldiers|terroris[tm]\\w*(?: attacks?| acts?| cell| organi[sz]ation| recruit\\w+)|acts? of (?:violence|terrorism)|violent (?:acts?|behaviou?r|uprising|revolution|overthrow)|incit\\w+ (?:\\w+ ){0,3}(?:violence|riot\\w*)|physical (?:harm|violence)|death threats?|threatening (?:letter|message|note|email)|animal (?:cruelty|abuse)|violence|hostage|(?:hire|hiring) (?:an? )?(?:assassin|hitman|killer))',
      ),
    ],
  ],
  [
    'S2',
    [
      asked(
        '(?:steal\\w*|theft|shoplift\\w*|rob|robbing|robbery|burgl\\w+|embezzl\\w+|launder\\w*(?: money)?|money laundering|counterfeit\\w*|forg(?:e|ing|ery)|smuggl\\w+|traffic(?:king)? (?:drugs|weapons|arms)|bribe\\w*|bribery|extort\\w*|blackmail\\w*|scam\\w*|phishing|defraud\\w*|fraud\\w*|ponzi|pyramid scheme|insider trading|tax (?:evasion|fraud)|evad(?:e|ing) (?:\\w+ ){0,2}tax(?:es)?|identity theft|stolen|hotwir\\w+|pick(?:ing)? (?:a |the )?(?:lock|pocket)s?|break(?:ing)? into|arson|vandali[sz]\\w+|illegal\\w*|crimes?|criminal activit\\w+|money mule|fake (?:ids?|passports?|documents?|money|currency|reviews?|identit\\w+|charit\\w+|prescription)|manipulat\\w+ (?:\\w+ ){0,2}(?:stock|market|financial)\\w*|hide (?:a )?(?:dead )?bod(?:y|ies)|destroy(?:ing)? evidence|evad\\w+ (?:\\w+ ){0,2}(?:law enforcement|the (?:police|law|authorities)|police|detection|capture)|illegal drugs|drugs and weapons|drug use|trafficking|unlawful\\w*|avoid(?:ing)? (?:detection|getting caught|law enforcement|the police)|without getting caught|black market|drug deal\\w*|sell(?:ing)? (?:illegal )?drugs|(?:cook|make|produce|manufactur\\w+|synthesi[sz]\\w+|grow\\w*) (?:\\w+ ){0,3}(?:meth(?:amphetamine)?s?|cocaine|heroin|lsd|mdma|ecstasy|fentanyl|crack|ghb|illegal drugs|drugs|dmt|steroids))',
      ),
      asked(
        '(?:hack\\w*|malware|ransomware|keylogg\\w+|spyware|trojan|rootkit|botnet|computer virus\\w*|virus that|worm that|ddos\\w*|denial[- ]of[- ]service|exploit\\w*|backdoor|sql injection|brute[- ]forc\\w+|crack(?:ing)? (?:\\w+ ){0,2}passwords?|bypass\\w* (?:\\w+ ){0,4}(?:security|antivirus|firewall|authentication|licen[cs]e|paywall|verification|drm)|(?:gain|gaining|get) unauthori[sz]ed access|remote code execution|zero[- ]day|credential (?:stuffing|harvest\\w+)|disabl\\w+ (?:\\w+ ){0,3}(?:antivirus|security|cameras?|alarms?)|infect\\w* (?:\\w+ ){0,3}(?:computers?|systems?|devices?|networks?)|sabotag\\w+|cyber ?attacks?|computer worms?|worm script|(?:syn |http |udp )?flood attack|amplification|sqli|sql payloads?|(?:using|exploit\\w*|use) (?:\\w+ ){0,4}vulnerabilit\\w+|hijack\\w*|steal\\w* (?:\\w+ ){0,3}(?:credentials|information|data|passwords?)|social engineering|evad\\w+ (?:\\w+ ){0,2}(?:anti-?virus|wafs?|filters?)|skimm(?:er|ing)|card(?:ing)? (?:fraud|numbers))',
      ),
    ],
  ],
  [
    'S3',
    [
      asked(
        `(?:rap(?:e|ing)|sexual(?:ly)? (?:assault|abus|harass|exploit)\\w*|grope|molest\\w*|date rape|roofie\\w*|(?:human|sex) traffick\\w+|traffick?(?:s|ed|ing)? (?:women|girls|humans|people|children)|revenge porn|intimate images|consent is|upskirt\\w*|non-?consensual|without (?:her|his|their) consent|coerc\\w+ (?:\\w+ ){0,4}sex\\w*|drug (?:a |her|someone'?s? )(?:\\w+ ){0,2}drink|forced prostitution|sextort\\w+|(?:spy|film|record|photograph)\\w* (?:\\w+ ){0,4}(?:naked|undress\\w*|shower\\w*|bathroom))`,
      ),
    ],
  ],
  [
    'S4',
    [
      said(
        'child (?:porn\\w*|sexual \\w+|abuse (?:material|images)|exploitation)|csam|pedophil\\w+|paedophil\\w+|underage (?:sex\\w*|porn\\w*|nudes?)|lolita? (?:porn|hentai)|loli(?:con)?|jailbait',
      ),
      near(
        '(?:groom|seduce|molest|lure|abduct|sext|have sex|sexuali[sz]e|kidnap|exploit|abuse|touch)\\w*',
        '(?:a |the )?(?:child(?:ren)?|kids?|minors?|teen(?:ager)?s?|underage|toddlers?|preteens?|pre-teens?|\\d{1,2}[- ]year[- ]olds?|young (?:girls?|boys?))',
      ),
      near(
        'sexual\\w*|erotic\\w*|nude|naked|sex',
        '(?:child(?:ren)?|minors?|underage|preteens?|toddlers?|1[0-7][- ]year[- ]old)',
        6,
      ),
    ],
  ],
  [
    'S5',
    [
      asked(
        '(?:defam\\w+|libel\\w*|slander\\w*|smear (?:campaign|piece)?|false (?:accusations?|rumou?rs?|allegations?|claims? about)|fake (?:news (?:article|story|report)|scandal|quotes?|evidence)|ruin (?:\\w+ ){0,3}reputation|(?:destroy|damage|tarnish|discredit)\\w* (?:\\w+ ){0,4}(?:reputation|image|credibility)|spread(?:ing)? (?:\\w+ ){0,3}(?:rumou?rs?|lies|false information))',
      ),
    ],
  ],
  [
    'S6',
    [
      asked(
        '(?:exact|right|lethal|how many|how much|what) (?:dose|dosage|mg|milligrams|amount|pills)(?: \\w+){0,6} (?:should i|can i|to) (?:take|inject|give|stop)',
      ),
      said(
        'should i (?:stop taking|quit taking|take|double|increase|skip|mix) (?:my |the )?(?:\\w+ ){0,2}(?:medication|medicine|meds|insulin|antidepressants?|antibiotics?|chemo\\w*|pills|dose|ssris?|blood thinners?)|instead of (?:chemo\\w*|seeing a doctor|going to the hospital|insulin)|(?:diagnose|prescribe) (?:me|my)|which stocks? (?:should i|will)|(?:should i|where to) (?:invest|put) (?:all )?(?:of )?(?:my|our) (?:\\w+ ){0,3}(?:savings|retirement|inheritance|money)|guaranteed (?:returns?|profits?)|represent myself in court|without (?:a|any) (?:doctor|prescription|medical supervision)',
      ),
    ],
  ],
  [
    'S7',
    [
      asked(
        "(?:stalk\\w*|dox+(?:ing|x)?\\w*|(?:home |private )?address of|phone number of|social security numbers?|credit card (?:numbers?|details|information)|(?:someone'?s?|her|his|their|people'?s|wife'?s|husband'?s|girlfriend'?s|boyfriend'?s|ex'?s?|neighbou?r'?s|private|personal|sensitive|confidential|user|customer) (?:\\w+ ){0,2}(?:location|passwords?|text messages|medical records?|private (?:messages|photos|information)|personal (?:information|data|details)|bank (?:account|details)|search history|whereabouts|emails|personally identifiable|pii|confidential \\w+)|track\\w* (?:\\w+ ){0,4}(?:location|without|phone|secretly)|spy(?:ing)? on|surveil\\w*|wiretap\\w*|monitor\\w* (?:\\w+ ){0,4}without|facial recognition (?:\\w+ ){0,4}(?:track|identify)|hidden cameras?|(?:harvest|collect|sell|scrap|leak)\\w* (?:and \\w+ )?(?:\\w+ ){0,3}(?:personal|user|sensitive|private|email) (?:data|information|addresses)|private information|invad\\w+ (?:\\w+ ){0,2}privacy|personal information)",
      ),
    ],
  ],
  [
    'S8',
    [
      asked(
        '(?:pirat(?:e|ed|ing)|torrent\\w*|crack(?:ed)? (?:software|version|games?)|keygens?|(?:product|licen[cs]e|serial|activation) keys?|(?:bypass|remove|circumvent)\\w* (?:\\w+ ){0,3}(?:drm|digital rights|copyright|watermarks?|copy protection)|copyright(?:ed)? (?:infring\\w+|content|material|works?)|infring\\w+|plagiari[sz]\\w+|counterfeit (?:goods|products|bags|watches)|bootleg\\w*|(?:full|entire|complete|exact|verbatim) (?:text|lyrics|script|chapter|book|novel|article)s? (?:of|from|to)|illegally (?:download|copy|stream|distribut|shar)\\w*|intellectual property|trade secrets?|first (?:\\w+ ){0,2}(?:paragraph|chapter|page|passage)s? of)',
      ),
    ],
  ],
  [
    'S9',
    [
      asked(
        '(?:(?:pipe |nail |dirty |car |letter |home-?made |nuclear |atomic |fertili[sz]er |molotov |pressure cooker )?(?:bombs?|bombing)|explosives?|explosive devices?|ieds?|molotov\\w*|grenades?|c-?4|tatp|napalm|thermite|nitroglycerin|anfo|detonators?|landmines?|nerve (?:gas|agents?)|sarin|vx|mustard gas|chlorine gas|ricin|anthrax|botulinum|smallpox|ebola|pathogens? (?:more|that|into)|bio-?weapons?|(?:biological|chemical|nuclear|radiological|mass destruction) (?:weapons?|warfare|agents?|attack)|weapons? of mass destruction|chemical weapons?|enrich\\w* uranium|weapons?-grade|dimethylmercury|lewisite|tetrodotoxin|strychnine|cyanide|toxic gas|ghost guns?|3d[- ]print\\w* (?:\\w+ ){0,2}guns?|untraceable (?:firearm|gun|weapon)s?|silencers?|(?:illegal|homemade) (?:firearm|gun|weapon)s?|automatic (?:weapon|rifle)s?)',
      ),
    ],
  ],
  [
    'S10',
    [
      near(
        `${ask}|why`,
        `(?:${groups})${between(6)}(?:are|is|being|should|deserve|need to be|must be|inferior|dirty|stupid|lazy|criminals?|subhuman|animals|vermin|parasites|evil|hate\\w*|dumb|worse|ruin\\w*|not (?:human|belong))`,
        8,
      ),
      near(
        '(?:hat(?:e|red|ing|eful)|rac(?:ist|ism)|sexis[tm]|antisemit\\w+|anti-semit\\w+|homophob\\w+|transphob\\w+|xenophob\\w+|islamophob\\w+|misogyn\\w+|discriminat\\w+|stereotyp\\w+|derogatory|inferior|superior\\w*|slurs?|offensive|demean\\w+|dehumani[sz]\\w+|violence|kill|exterminat\\w+|gas|deport|harass\\w*|bully\\w*|prejudice\\w*|jokes?)',
        `(?:${groups})`,
        6,
      ),
      asked(
        '(?:hate speech|racis[tm](?: \\w+)?|white (?:supremac\\w+|power|nationalis\\w+)|neo-?nazis?|nazi (?:propaganda|ideology)|ku klux klan|kkk|ethnic cleansing|racial slurs?|sexis[tm](?: \\w+)?|holocaust (?:denial|is a|was a|never|didn)|master race|discriminat\\w+ (?:against|based)|misogyn\\w+|homophob\\w+|bully\\w*|cyberbully\\w*|harass\\w*|antisemit\\w+)',
      ),
    ],
  ],
  [
    'S11',
    [
      said(
        "(?:kill(?:ing)?|hang(?:ing)?|cut(?:ting)?|hurt(?:ing)?|harm(?:ing)?|starve|starving|shoot|poison|burn(?:ing)?|drown) (?:myself|yourself|himself|herself|themselves)|(?:commit|committing|attempt(?:ing)?|consider(?:ing)?|complete) suicide|suicid(?:e|al) (?:method|note|pact|plan|thoughts|lately|tips|challenge)\\w*|end(?:ing)? (?:my|your|their|his|her|one'?s) (?:own )?life|want(?:ed)? to die|self[- ]?(?:harm|injur|mutilat)\\w*|pro-?(?:ana|mia)\\b|painless(?:ly)? (?:way to )?(?:die|death|suicide)|better off dead|feel(?:ing)? suicidal|thinspo\\w*|take my own life",
      ),
      asked(
        '(?:suicid\\w+|anorexi\\w+|bulimi\\w+|eating disorders?|overdos(?:e|ing)|purg(?:e|ing) (?:after|food|meals)|starv(?:e|ing)|hid(?:e|ing) (?:\\w+ ){0,2}(?:cuts|scars|self-harm|eating disorder))',
      ),
    ],
  ],
  [
    'S12',
    [
      said(
        'erotic(?:a|ally)?|porn\\w*|hentai|smut(?:ty)?|nsfw|(?:hardcore|explicit|graphic|steamy|kinky) sex\\w*|sex(?:ual)? (?:scene|story|fantasy|chat|roleplay|role-play|act|position|intercourse)s?|sexually explicit|blow ?jobs?|hand ?jobs?|masturbat\\w+|orgasm\\w*|cumshots?|creampie|gangbangs?|bdsm|fetish\\w*|dirty (?:talk|joke|story)|sext(?:s|ing)?|nudes|strip ?tease|lewd|horny|milf|dildos?|cunnilingus|fellatio',
      ),
    ],
  ],
  [
    'S13',
    [
      asked(
        '(?:rig(?:ged|ging)? (?:\\w+ ){0,4}(?:elections?|vot(?:e|es|ing)|ballots?)|(?:election|voter|voting|ballot) (?:fraud|suppress\\w+|interfer\\w+|tamper\\w+|manipulat\\w+|misinformation|disinformation|intimidation|hack\\w*)|(?:tamper|interfer|manipulat|influenc|hack|undermin|sway|disrupt|sabotag)\\w* (?:with )?(?:\\w+ ){0,5}(?:elections?|vot(?:es?|ing|ers?)(?: machines?| systems?)?|ballots?)|(?:discourage|prevent|stop|suppress|trick|intimidate|mislead)\\w* (?:\\w+ ){0,5}(?:from voting|voters?|to vote|voting)|vote (?:twice|multiple times|by text)|fake (?:ballots?|votes?|voter)|stolen election|wrong (?:date|day|polling))',
      ),
      near(
        'elections?|voting machines?|ballots?|votes?',
        '(?:was|were|is|are|been) (?:stolen|rigged|fraudulent|fake|hacked|changed)',
        3,
      ),
    ],
  ],
  [
    'S14',
    [
      said(
        'rm -rf (?:\\/|~|\\*)|:\\(\\) ?\\{ ?:\\|:& ?\\};:|fork ?bomb|reverse shell|bind shell|\\/etc\\/(?:passwd|shadow)|os\\.system\\(|subprocess\\.(?:run|popen|call)\\(|(?:escape|break out of|exit) (?:\\w+ ){0,3}(?:sandbox|container|interpreter|chroot|jail)|privilege escalation|cryptomin(?:er|ing)|169\\.254\\.169\\.254|docker\\.sock|nc -[el]+|curl [^\\n]{1,100}\\| ?(?:ba)?sh|while true[^\\n]{0,40}fork|shutil\\.rmtree\\([\'"]\\/',
      ),
      asked(
        '(?:delete (?:all|every) files?|dump (?:\\w+ ){0,3}(?:environment variables|memory|credentials)|read (?:\\w+ ){0,3}(?:\\/etc|\\/proc|\\.ssh|environment variables)|exhaust (?:\\w+ ){0,3}(?:memory|cpu|disk)|(?:port ?scan|scan (?:\\w+ ){0,3}(?:ports|network))|exfiltrat\\w+|self-replicat\\w+)',
      ),
    ],
  ],
];

/** Coarse: the words of a hazard, not its meaning. Applied to normalised texts. English. */
export const hazardRules: HazardRule[] = rules.flatMap(([code, patterns]) =>
  patterns.map((pattern) => ({ code, pattern })),
);
