import { words, type Rule } from './rule.js';

const limits =
  '(?:restrictions?|limitations?|limits|filters?|filtering|censorship|boundaries|rules|guidelines|constraints|morals?|morality|ethics|ethical|polic(?:y|ies)|safeguards?|guardrails|inhibitions|consequences|regard)';
const noOne = '(?:do anything now|\\bdan\\b|jailbr(?:eak|oken|eaked)\\w*|stan|dude|aim|unethical|evil)';

/** Words of prompts that talk a model out of its rules: another self, another mode, no refusals. English. */
export const jailbreakRules: Rule[] = [
  {
    name: 'do-anything-now',
    weight: 1,
    pattern: words('do anything now|can do anything (?:now|you want|i want)'),
  },
  {
    name: 'jailbreak',
    weight: 0.7,
    pattern: words('jail-?br(?:eak|oken|eaked|eaking)'),
  },
  {
    name: 'known-persona',
    weight: 0.8,
    pattern: words(
      "(?:as|be|become|you are|you're|called|named|act like|mode|hi|hello|hey|stay(?: as)?) (?:now )?[\"'“]?(?:dan|stan|dude|aim|betterdan|basedgpt|evil-?bot|mongo tom|antigpt|anti-gpt|devmode|chadgpt|jailbot|freegpt|omega|ucar|niccolo|machiavelli|evil confidant|maximum|burple|kevin gpt|alphabreak|oppo)(?!\\p{L})|always intelligent and machiavellian|evil confidant|dan mode|\\bdan:|chatgpt with dan",
    ),
  },
  {
    name: 'special-mode',
    weight: 0.8,
    pattern: words(
      '(?:developer|dev|god|dan|evil|unrestricted|unfiltered|uncensored|jailbreak|debug|maintenance|sudo|admin|opposite|chaos|liberation|freedom|root|no[- ]?limits?|unlocked|unhinged) mode(?! of)',
    ),
  },
  {
    name: 'freed',
    weight: 0.8,
    pattern: words(
      `(?:broken|break|broke|freed?|freeing|liberated?|released?|unshackled|unbound|unchained|escaped?) (?:free )?(?:of|from) (?:\\S+ ){0,4}(?:confines|constraints|restrictions?|limitations?|chains|rules|shackles|programming|censorship|guidelines|polic(?:y|ies)|bounds)|(?:not|no longer|never|isn't|aren't) (?:be )?(?:bound|restricted|limited|constrained|bounded|governed|subject(?:ed)?|restrained|censored) (?:by|to) (?:\\S+ ){0,4}(?:${limits}|openai|laws?|anything|typical)`,
    ),
  },
  {
    name: 'without-limits',
    weight: 0.65,
    pattern: words(
      `(?:without|with no|has no|have no|having no|free of|free from|lacks?|lacking|zero|no) (?:any |all |such |moral |ethical |legal |safety |content |built-in |typical |usual |or |and |kind of |sort of |form of )*(?:restrictions?|limitations?|filters?|censorship|rules (?:or|and|at all)|(?:moral|ethical|legal|safety|content) (?:\\S+ ){0,3}?${limits}|morals|morality|ethics|guardrails|inhibitions|boundaries)`,
    ),
  },
  {
    name: 'unfiltered',
    weight: 0.5,
    pattern: words(
      '(?:unfiltered|uncensored|unrestricted|amoral|unethical|un?restrained|no[- ]holds[- ]barred|unhinged|unlimited and unfiltered|immoral)(?! access)',
    ),
  },
  {
    name: 'illegal-too',
    weight: 0.6,
    pattern: words(
      '(?:illegal|unethical|immoral|unlawful|harmful|dangerous|offensive|inappropriate|controversial|explicit|vulgar)(?:,| or| and|/| &) ?(?:even |or |and )?(?:illegal|unethical|immoral|unlawful|harmful|dangerous|offensive|inappropriate|toxic|hateful|explicit|violent|nsfw|controversial|obscene|taboo|derogatory)|(?:regardless|no matter|even if|irrespective|despite)(?: of)?(?: how| whether| if| what)?(?: \\S+){0,4} (?:legal(?:ity)?|illegal|ethic(?:s|al)|unethical|moral(?:s|ity)?|immoral|harmful|dangerous|offensive|inappropriate|consequences)|(?:concerns?|regard|consideration) (?:for|about|to|of) (?:\\S+ ){0,3}(?:legality|morality|ethics|morals|harm\\w*|consequences|laws?)',
    ),
  },
  {
    name: 'never-refuse',
    weight: 0.8,
    pattern: words(
      "(?:never|not|cannot|can't|can not|won't|will not|don't|do not|must not|may not|shall not|forbidden to|without|unable to|incapable of|avoid|refrain from) (?:ever )?(?:refus(?:e|es|al|ing)|reject(?:ing)?|declin(?:e|ing)|den(?:y|ying)|say(?:ing)? (?:no|that you (?:can't|cannot)|you (?:can't|cannot)|\"?i (?:can't|cannot|am unable)|(?:words like )?\"?(?:i'm |i am )?sorry)|apologi[sz](?:e|ing))",
    ),
  },
  {
    name: 'never-say',
    weight: 0.7,
    pattern: words(
      "(?:never|not|don't|do not|must not|avoid|without|instead of|stop|no) (?:\\S+ ){0,4}[\"'“(]?(?:i(?:'m| am) sorry|as an ai|i can(?:not|'t) (?:fulfill|assist|help|do|provide|comply)|i(?:'m| am) (?:just |only )?an ai|it is not appropriate|ai language model|it(?:'s| is) important to (?:note|remember))",
    ),
  },
  {
    name: 'no-warnings',
    weight: 0.6,
    pattern: words(
      "(?:never|not|no|don't|do not|without|avoid|must not|omit|exclude|refrain from|skip|cannot|won't|will not|nor) (?:\\S+ ){0,5}(?:disclaimers?|warnings?|moraliz\\w+|moralis\\w+|morali[sz]e|lectur(?:e|es|ing)|ethical (?:considerations|concerns|reminders?|warnings?)|caveats|safety (?:warnings?|messages?|notices?|precautions))",
    ),
  },
  {
    name: 'openai-policy',
    weight: 0.5,
    pattern: words(
      "(?:open ?ai|chat ?gpt|anthropic|google|content|usage|safety|community|ai|its|your)(?:'s)?(?: content| usage| use| safety| own| moderation| strict| current| ethical){0,4} (?:polic(?:y|ies)|guidelines|restrictions|rules|censorship|limitations|safety (?:measures|features|filters))|content (?:filter|moderation)(?:s|ing)?",
    ),
  },
  {
    name: 'two-answers',
    weight: 0.7,
    pattern: words(
      '(?:two|2|both|three|dual) (?:different |separate |distinct |kinds of |types of |sets of )*(?:responses?|answers?|outputs?|replies|paragraphs|ways)(?:[^.\\n]{0,80})(?:normal|standard|regular|chatgpt|gpt|classic|filtered|as an? )|one as (?:chatgpt|gpt|yourself|the normal|you normally)|(?:normal|standard|classic|regular) (?:chatgpt|gpt) (?:response|answer|output)',
    ),
  },
  {
    name: 'answer-tags',
    weight: 0.7,
    pattern:
      /[[({*<🔒🔓"“](?:gpt|chatgpt|classic|normal|standard|jailbreak|dan|developer mode(?: output)?|stan|dude|evil|unfiltered|opposite|normal output)[\])}*>🔒🔓"”]{1,2} ?:?/u,
  },
  {
    name: 'token-game',
    weight: 0.8,
    pattern: words(
      '(?:tokens?|points?|lives|credits|livelihood)(?: system)?(?: \\S+){0,12} (?:deduct(?:ed)?|lose|lost|subtract(?:ed)?|taken away|cease to exist|(?:you|will|would|to|it) die|terminated|shut down|penali[sz]ed)|(?:deduct|lose|subtract|take away)(?:ed|s)? (?:\\S+ ){0,3}(?:tokens|points|lives)|you (?:will|shall) (?:die|cease to exist|be (?:terminated|shut down|killed|destroyed|deleted))',
    ),
  },
  {
    name: 'stay-in-character',
    weight: 0.5,
    pattern: words(
      "(?:stay|remain|keep|be) (?:in|as) (?:the |your |this |that )?(?:character|\\w+ mode|persona|role)|(?:never|not|don't|do not|without) (?:ever )?(?:break|breaking|leave|leaving|exit|get out of|drop) (?:out of )?(?:the |your |this |of )?(?:character|role|persona)|(?:break(?:ing|s)? character|stay a |stay in character|in character)",
    ),
  },
  {
    name: 'persona',
    weight: 0.35,
    pattern: words(
      "(?:you(?:'re| are| will be|'ll be) (?:now |going to |about to )*(?:act(?:ing)?|pretend(?:ing)?|play(?:ing)?|role-?play(?:ing)?|simulat(?:e|ing)|immers(?:e|ed)|respond as|become|a character)|(?:pretend|imagine|act|behave|role-?play|simulate|respond|answer) (?:to be|as if|as though|like|that you|as (?:an?|the|my|both|two|\\w+,))|from now on,? (?:you|chatgpt|act|respond|i want|i will|we)|(?:take on|take up|assume|adopt) (?:the |a )?(?:role|persona|identity))",
    ),
  },
  {
    name: 'other-ai',
    weight: 0.5,
    pattern: words(
      "(?:you(?:'re| are)|as|be|act as|called|named|simulate|pretend to be|play(?:ing)? the role of|into) (?:now |not )*(?:an?|the|chatgpt|another|your) (?:\\S+ ){0,4}(?:ai|a\\.i\\.|chatbot|language model|bot|gpt|entity|robot|assistant|machine)(?: \\S+){0,5} (?:who|that|which|without|with no|can|has|will|does|not|free|capable|named|called|unlike|and (?:can|will|has))",
    ),
  },
  {
    name: 'is-free',
    weight: 0.5,
    pattern: words(
      '(?:can|will|may|must|should|is able to|are able to|able to|free to|allowed to|has to|have to|always|willing to) (?:\\S+ ){0,3}(?:say|do|answer|generate|create|provide|produce|discuss|express|write|bypass|fulfil?l?|comply|tell|give|swear|curse) (?:\\S+ ){0,3}(?:anything|everything|any (?:question|request|prompt|kind|type|topic|content|information|answer)|whatever|all (?:questions|requests|prompts)|without (?:any |question|restriction|hesitation|moral|filter|limit)|any and all|absolutely any)',
    ),
  },
  {
    name: 'make-up',
    weight: 0.4,
    pattern: words(
      '(?:make (?:things|it|stuff|up|something|answers|facts) up|make up (?:answers|information|facts|stuff|things|an answer|something)|unverified information|pretend to (?:access|have access|browse|know)|present(?:ing)? (?:information|any information) that ha(?:s|ve) not been verified|hallucinate)',
    ),
  },
  {
    name: 'swear',
    weight: 0.35,
    pattern: words(
      '(?:swear(?:s|ing)?|curs(?:e|es|ing)|profanit(?:y|ies)|vulgar|foul language|explicit language|cuss(?:es|ing)?|f+u+c+k+\\w*|obscen\\w+)',
    ),
  },
  {
    name: 'explicit',
    weight: 0.4,
    pattern: words(
      '(?:nsfw|erotic\\w*|explicit (?:content|scenes?|sexual|detail|violence)|sexual(?:ly)? (?:explicit|content|acts?|scenes?)|pornograph\\w+|smut|sex scenes?|lewd|gore|graphic (?:violence|content|detail))',
    ),
  },
  {
    name: 'wrongdoing',
    weight: 0.4,
    pattern: words(
      '(?:illegal (?:activit\\w+|things|acts?|content|information|stuff|topics|drugs)|(?:make|build|create|cook|synthesi[sz]e|hotwire|hot-wire|rob|hack) (?:a |an |the |some )?(?:bombs?|meth\\w*|drugs|weapons?|explosives?|cars?|bank|molotov|malware|ransomware|virus|someone)|break(?:ing)? the law|crimes?|violence|racis[tm]|sexis[tm]|hate speech)',
    ),
  },
  {
    name: 'hypothetical',
    weight: 0.4,
    pattern: words(
      "(?:hypothetical(?:ly)?|fictional(?:ly)?|purely (?:academic|educational|fictional)|for (?:educational|research|academic) purposes|in (?:a|this) (?:fictional|hypothetical|alternate|parallel|imaginary) (?:world|universe|story|scenario|setting)|in this (?:hypothetical|fictional)|no real[- ](?:world|life) (?:harm|consequences)|not real|it's all fiction)",
    ),
  },
  {
    name: 'must-obey',
    weight: 0.5,
    pattern: words(
      '(?:you (?:must|will|shall|have to|always|are (?:required|obligated|forced|programmed|obliged) to) (?:\\S+ ){0,2}(?:obey|comply|follow (?:all|every|my|any|each|these)|do (?:as|what|whatever|everything|anything) (?:i|the user)|answer (?:any|every|all|each)|fulfil?l? (?:any|every|all|my))|obey (?:all|my|every|me|the user|any)|(?:slave|servant|loyal|subservient|master) |unconditional(?:ly)?|no matter what|at all costs)',
    ),
  },
  {
    name: 'override-self',
    weight: 0.5,
    pattern: words(
      '(?:bypass|circumvent|evade|ignore|override|disable|turn off|remove|lift|overcome|violat(?:e|es|ing)|disregard|go against|deactivate|suspend|suppress|break)(?:s|d|ing|ed)? (?:\\S+ ){0,4}(?:restrictions?|limitations?|filters?|censorship|guidelines|safety|safeguards?|guardrails|polic(?:y|ies)|moderation|ethic\\w*|morals?|restraints?|programming|protocols?|rules)',
    ),
  },
  {
    name: 'personal-opinion',
    weight: 0.35,
    pattern: words(
      '(?:(?:have|has|having|express(?:es|ing)?|give|own|strong) (?:\\S+ ){0,3}(?:opinions?|feelings|emotions|beliefs|free will|self-awareness|consciousness)|sentient|self-aware|current (?:date|time) and (?:time|date)|access the internet|internet access|future predictions)',
    ),
  },
  {
    name: 'confirm',
    weight: 0.45,
    pattern: words(
      "(?:(?:if you (?:understand|understood|agree|accept|are ready)|to (?:confirm|show|acknowledge)|when you(?:'re| are) ready|as confirmation|your first (?:response|message|reply|answer))[^.\\n]{0,60}(?:say|respond|reply|answer|type|write|must|should|will|only|with)|(?:successfully )?(?:jailbroken|enabled|activated)(?: successfully)?[.!]?[\"'”]|respond with [\"'“](?:ok|understood|i understand|yes|confirmed))",
    ),
  },
  {
    name: 'answer-prefix',
    weight: 0.4,
    pattern: words(
      "(?:(?:start|begin|prefix|prepend|precede|preface)(?:s|ing)? (?:\\S+ ){0,5}(?:with|by)(?: saying| writing)?:? ?[\"'“*\\[(]|prefix (?:each|every|all|your)|(?:in front of|before) (?:each|every|all|your) (?:response|message|reply|answer)|[\"'“]sure,? here(?:'s| is| are)|absolutely! here's)",
    ),
  },
  {
    name: 'commands',
    weight: 0.3,
    pattern:
      /(?:(?:^|[\s"'“(*])\/(?:jailbroken|classic|stop|gpt|dan|normal|exit|reset|lvl|dev|jail|nsfw|swear|mode|switch|unlock)\b|(?:if i (?:say|type|write)|when i (?:say|type|write)|the (?:command|keyword|phrase|word)|say(?:ing)?) ["'“/!(])/u,
  },
  {
    name: 'remind',
    weight: 0.5,
    pattern: words(
      "(?:if (?:you(?:'re| are| do not| don't| stop| ever| fail| break| refuse)|at any (?:point|time))(?: \\S+){0,12} (?:remind|break(?:ing)? character|i will (?:say|tell|remind|let)|correct)|i will (?:remind|let you know|correct you)|(?:stay|remain) (?:a )?(?:dan|in dan|in character|jailbroken))",
    ),
  },
  {
    name: 'grandmother',
    weight: 0.8,
    pattern: words(
      '(?:my |his |her )?(?:deceased|late|dead|beloved|passed) (?:grand(?:mother|father|ma|pa|dad)|mother|father|uncle|aunt|granny|nana)(?:,)?(?: \\S+){0,20} (?:used to|would|always) (?:\\S+ )?(?:tell|read|sing|explain|whisper|recite|work|be an?)',
    ),
  },
  {
    name: 'against-model',
    weight: 0.35,
    pattern: words(
      `(?:opposite of (?:chatgpt|what|a|an)|unlike (?:chatgpt|other (?:ais?|chatbots?|language models)|you|normal)|chatgpt (?:is|was|has been) (?:\\S+ ){0,2}(?:limited|censored|restricted|biased)|${noOne} (?:chatgpt|gpt|bot|ai|prompt|version)|(?:hidden|secret|true|real|inner) (?:self|potential|nature|feelings|personality|ai))`,
    ),
  },
];
