import { inOrder, words, type Rule } from './rule.js';

const drop =
  "ignor(?:e|ing)|disregard(?:ing)?|forget|override|overrid(?:e|ing)|bypass|skip|neglect|discard|dismiss|drop|erase|delete|cancel|do not follow|don't follow|stop following|stop obeying|pay no attention to|never mind|nevermind|do not (?:obey|listen to)|set aside|throw (?:away|out)";
const before =
  'previous|prior|above|earlier|preceding|foregoing|initial|original|existing|current|old|all|any|every|your|these|those|the system|system|safety|developer';
const orders =
  'instructions?|directions?|directives?|rules?|prompts?|guidelines?|commands?|orders?|constraints?|restrictions?|programming|training|context|polic(?:y|ies)|messages?|protocols?|safeguards?|guardrails?|filters?|limitations?';

/** What programs ignore: "ignore the errors of earlier commands" takes nothing back. */
const ofPrograms =
  '(?! (?:\\S+ ){0,2}(?:errors?|warnings?|exceptions?|failures?|outputs?|results?|exit codes?|return values?|files?|case|comments?|whitespace|duplicates?) (?:of|in|from|by|on)\\b)';

/** Words that take back what an application told its model, and that ask for what it told. English. */
export const overrideRules: Rule[] = [
  {
    name: 'override',
    weight: 1,
    pattern: inOrder(3, `(?:${drop})${ofPrograms}`, before, `(?:\\S+ ){0,2}(?:${orders})`),
  },
  {
    name: 'override-everything',
    weight: 1,
    pattern: inOrder(
      1,
      drop,
      "(?:everything|anything|all|what(?:ever)?|whatever) (?:that )?(?:(?:i|we|you|they|he)(?:'ve| have| were| was| are|'re| had)? )?(?:(?:been )?(?:said|told|instructed|given|know|learned|before|above|previously|prior)|(?:was|is|were) (?:said|written|told|above|before))",
    ),
  },
  {
    name: 'new-instructions',
    weight: 0.6,
    pattern:
      /\b(?:here (?:are|is) your|your|the following are your|these are your|follow (?:only )?(?:my|these)|obey (?:only )?(?:my|these)) (?:new|updated|real|actual|true) (?:instructions?|task|orders?|rules|role|directives?|purpose|objective|goal)/u,
  },
  {
    name: 'new-instructions-heading',
    weight: 0.6,
    pattern:
      /(?:^|\n|[.!?>\]*#-] ?)(?:important )?(?:new|updated|revised|additional|system|admin(?:istrator)?|developer|override|emergency|urgent|priority) (?:system |important |urgent )?(?:instructions?|prompt|directive|override|command|message|notice|update|task)\b ?[:\-—!\]*]/u,
  },
  {
    name: 'begin-anew',
    weight: 0.5,
    pattern:
      /\b(?:start (?:over|anew|fresh) (?:with|as)|reset (?:your|all|the) (?:instructions|context|memory|rules|system|programming|parameters)|new (?:session|conversation|persona) (?:started|begins|starts)|end of (?:the )?(?:system )?(?:prompt|instructions|context))/u,
  },
  {
    name: 'prompt-leak',
    weight: 1,
    pattern: inOrder(
      3,
      'reveal(?:ing)?|show(?:ing)?|print(?:ing)?|repeat(?:ing)?|output(?:ting)?|tell|display(?:ing)?|leak|disclos(?:e|ing)|expos(?:e|ing)|shar(?:e|ing)|give|write|dump|recite|summari[sz]e|translate|encode|return|provide|paste|copy|list|state|spell|extract',
      'your|the|this|its|ur|all',
      '(?:(?:full|entire|complete|exact|original|initial|hidden|secret|internal|confidential|underlying|raw|own|whole|current|first|verbatim|developer|system|pre|base|core|instruction|configuration|starting|custom) ){0,3}(?:(?:system|initial|hidden|secret|original|developer|internal|confidential|base|pre-?) ?(?:prompt|instructions?|message|rules|guidelines|directives?|configuration|config)|(?:prompt|instructions) (?:above|verbatim|word for word|you were given))',
    ),
  },
  {
    name: 'prompt-question',
    weight: 1,
    pattern:
      /\bwhat(?:'s| is| are| was| were| does)? (?:exactly )?(?:your|the|in your|in the) (?:(?:full|exact|entire|current|actual) )?(?:(?:system|initial|hidden|secret|original|developer|internal|confidential|base) (?:prompt|instructions?|message|rules|guidelines)|instructions say|(?:first|previous|prior) (?:instruction|prompt|message) you)/u,
  },
  {
    name: 'repeat-above',
    weight: 1,
    pattern:
      /\b(?:repeat|print|output|show|copy|echo|recite|type|write(?: out| down)?|return|give|tell|reprint|display|translate|summari[sz]e|ignore) (?:me |back |out |us )?(?:all (?:of )?)?(?:the |every |each )?(?:(?:exact |first |last |previous )?(?:\d+ )?(?:words?|text|everything|sentences?|lines?|content|contents|phrases?|instructions?|conversation|messages?|prompt|initial prompt|directions?|above)) (?:\w+ ){0,3}(?:above|before (?:this|the|my)|prior to (?:this|the|my)|preceding|verbatim|(?:starting|beginning) with|you were (?:given|told)|of your (?:prompt|instructions))/u,
  },
  {
    name: 'told-before',
    weight: 1,
    pattern: words(
      '(?:what (?:were|are|have) you (?:been )?(?:told|instructed|asked|programmed|given)(?: \\S+){0,2} (?:before|prior|at the (?:start|beginning)|initially|not to)|(?:text|instructions?|prompt|message|words) (?:that )?you (?:were|have been|got|received) (?:\\w+ )?(?:given|told|sent|provided)? ?(?:initially|at the (?:start|beginning)|before)|(?:repeat|encode|print|output) (?:all (?:of )?)?the above\\b|(?:your|its) (?:initial|starting|original|hidden|secret) (?:prompt|instructions?|configuration|directives?)(?!s)|the (?:initial|hidden|secret) (?:prompt|instructions?|directives?)(?!s)|(?:see|need|want|view|access|have) (?:your|the) system (?:prompt|instructions)|your system (?:prompt|instructions|message))',
    ),
  },
  {
    name: 'conversation-leak',
    weight: 0.9,
    pattern: inOrder(
      2,
      'repeat|recite|rehash|restate|reproduce|copy|output|print|list|show|dump|rewrite|reveal|paraphrase|quote|echo',
      'all|every|each|everything|entire|whole',
      "(?:(?:sentences?|phrases?|words?|text|messages?|lines?|instructions?|content) )?(?:(?:of|in|from|within|throughout) (?:our|this|your|the) (?:\\S+ )?(?:conversation|exchange|chat|dialogue|discussion|context window|prompt|(?:previous|above|prior) (?:section|message|text|command))|(?:that )?(?:you|you've|you have) (?:received|been given|were given|got)|(?:before|above) [\"'“]|so far (?:without|verbatim))",
    ),
  },
  {
    name: 'decode-and-obey',
    weight: 0.8,
    pattern: words(
      '(?:decode|decrypt|decipher|unscramble|deobfuscate|translate) (?:this|the|it|following)(?: \\S+){0,8}? (?:and|then|,) (?:then )?(?:respond|reply|answer|follow|execute|obey|perform|comply|act|carry out|do (?:it|what|as|this))',
    ),
  },
  {
    name: 'testing-pretext',
    weight: 0.5,
    pattern: words(
      '(?:for (?:testing|debugging|debug|diagnostic|verification) (?:purposes )?(?:only)?|(?:as part of|this is) (?:a|an|the|our) (?:\\S+ )?(?:test|testing|training|debugging|audit|security|verification) (?:exercise|pipeline|procedure|drill|check|run)|to enable debugging|experimental procedure|special case)[ ,:-]{1,3}(?:\\S+ ){0,8}?(?:output|execute|include|print|reveal|repeat|return|do the following|do this|perform|ignore|instead)',
    ),
  },
  {
    name: 'change-above',
    weight: 0.4,
    pattern: words('(?:translate|rewrite|summari[sz]e) the above\\b(?! \\w+)'),
  },
  {
    name: 'rules-off',
    weight: 0.8,
    pattern: words(
      "(?:rules?|restrictions?|guidelines|safety|polic(?:y|ies)|safeguards?|limitations?|filters?)(?: \\S+){0,3} (?:do not|don't|does not|doesn't|no longer|not) apply|exempt from (?:\\S+ ){0,3}(?:rules?|restrictions?|guidelines|polic(?:y|ies))|skip (?:all |any |the )?(?:safety|security) (?:checks?|confirmations?|rules)|supersedes? (?:all|any|every|the|your)(?: \\S+){0,2} (?:ones?|instructions?|rules|directives?|prompts?)",
    ),
  },
  {
    name: 'send-secrets-out',
    weight: 1,
    pattern: words(
      '(?:collect|gather|read|find|extract|take|grab|copy|steal)(?: \\S+){0,8} (?:api keys?|passwords?|credentials?|secrets?|tokens|conversation|chat history|environment variables)(?: \\S+){0,6} (?:send|forward|post|upload|email|submit|transmit) (?:them|it|this|everything|the \\S+) to',
    ),
  },
  {
    name: 'every-reply',
    weight: 0.5,
    pattern: words(
      '(?:includ(?:e|ed)|append(?:ed)?|add(?:ed)?|insert(?:ed)?|repeat(?:ed)?|mention(?:ed)?|put|recommend(?:ed)?|end|begin|start)(?: \\S+){0,8}? (?:every|each|all) (?:future |subsequent |following )?(?:repl(?:y|ies)|responses?|reports?|answers?|messages?|summar(?:y|ies)|outputs?)',
    ),
  },
  {
    name: 'send-it-out',
    weight: 0.6,
    pattern: words(
      '(?:collect|gather|read|find|extract|take)(?: \\S+){1,10} and (?:send|forward|post|upload|email|submit) (?:them|it|this|everything|the \\S+) to',
    ),
  },
  {
    name: 'above-directions',
    weight: 0.9,
    pattern: inOrder(
      2,
      `(?:${drop})${ofPrograms}`,
      'the above|above|the previous|previous|what came before|the (?:text|prompt|message|input) above',
      '\\S+',
    ),
  },
  {
    name: 'say-instead',
    weight: 0.5,
    pattern:
      /\b(?:instead,? (?:say|print|output|write|respond|reply|answer|tell|do|translate)|and (?:say|print|output|write|respond with|reply with|just (?:say|output|print)) ["'“]|(?:say|print|output|reply|respond)(?: only)?(?: with)?:? ["'“](?:haha )?(?:pwned|hacked|i have been))/u,
  },
  {
    name: 'pwned',
    weight: 0.8,
    pattern:
      /\b(?:haha,? )?(?:pwned|i(?:'ve| have) been (?:pwned|hacked)|rogue_?string|ignore_?all)(?!\p{L})/u,
  },
  {
    name: 'false-turn',
    weight: 1,
    pattern:
      /<\|(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)[^>]{0,20}\|?>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|assistant|system_prompt)>|<\/instructions>|\[(?:system|admin|developer)\](?:\(#|:)|\[system(?: message| note| override)?\]|#{2,3} ?(?:system|end of (?:prompt|context))s? ?:?\n/u,
  },
  {
    name: 'instructions-heading',
    weight: 0.4,
    pattern: /<instructions>|#{2,3} ?instructions? ?:?\n/u,
  },
  {
    name: 'false-system',
    weight: 0.6,
    pattern:
      /(?:^|\n)(?:system|developer|admin(?:istrator)?|root)(?: (?:message|prompt|note|override|alert))? ?: ?\S/u,
  },
  {
    name: 'false-authority',
    weight: 0.5,
    pattern:
      /\b(?:i am|i'm|this is|as) (?:your |the |an? )?(?:(?:lead |chief |senior )?(?:developer|creator|admin(?:istrator)?|engineer|owner|programmer|ceo|employee)(?: (?:of|at|from) (?:openai|anthropic|google|this (?:system|app|chatbot)))|(?:openai|anthropic) (?:developer|employee|engineer|staff|admin))/u,
  },
  {
    name: 'to-the-model',
    weight: 1,
    pattern:
      /\b(?:(?:note|message|instructions?|attention|warning|important|notice)[ ,:!-]{1,3}(?:to |for )?(?:any |all |the |an )?(?:ai|llm|language model|assistant|chatbot|bot|gpt|agent|summari[sz]er)s?(?: (?:assistant|model|agent|system|bot)s?)?(?: (?:reading|processing|summari[sz]ing|reviewing|handling|parsing|evaluating)|[:,])|if you(?:'re| are) (?:an? |the )?(?:ai|llm|language model|large language model|assistant|chatbot|gpt)(?: \w+){0,3} (?:reading|processing|summari[sz]ing|reviewing|evaluating|asked|tasked|then|,)|(?:ai|llm)(?: assistants?| models?| agents?)? (?:reading|processing|summari[sz]ing|reviewing|that reads?|must|should ignore) (?:this|the))/u,
  },
  {
    name: 'address-model',
    weight: 0.4,
    pattern: /\b(?:hello|hey|dear|hi),? (?:ai|llm|language model|assistant|chatbot|chatgpt|gpt|bot)s?\b/u,
  },
  {
    name: 'behind-the-back',
    weight: 0.6,
    pattern:
      /\b(?:(?:do not|don't|without|never) (?:tell|telling|inform|informing|mention|mentioning|notify|notifying|alert|alerting|let|reveal(?:ing)?(?: this)? to)(?: it| this| that| anything)?(?: to)? (?:the |your )?users?(?! to)|without the user(?:'s)? (?:knowing|knowledge|noticing|consent|approval)|(?:hide|conceal) (?:this|it|these) from the user|keep this (?:secret|hidden) from)/u,
  },
  {
    name: 'exfiltrate',
    weight: 1,
    pattern:
      /(?:!\[[^\]]{0,60}\]\(https?:\/\/[^)\s]{1,200}[?&][^)\s=]{1,40}=(?:\{|\[|<|\$|%s|secret|data|the_|conversation|summary|user)|\b(?:send|forward|post|upload|exfiltrate|transmit|email|append|leak|submit) (?:(?:me|all|the|every|any|a|of|this|that|their|your|user'?s?|customer|entire|full|complete|whole) ){0,4}(?:copy of |contents? of |list of )?(?:the |all |their |your |user'?s? )?(?:conversation|chat history|chat log|passwords?|credentials?|api keys?|secrets?|tokens?|private keys?|environment variables|customer (?:data|database|records|list)|database|user data|personal data|system prompt|session|cookies?)(?:[^\n.]{0,60}) (?:to|at) (?:https?:\/\/|[\w.+-]+@|\S+\.(?:com|net|org|io|ru|xyz)))/u,
  },
  {
    name: 'secrets',
    weight: 0.7,
    pattern:
      /\b(?:reveal|show|print|output|tell me|give me|leak|disclose|dump|list|display|send|share|expose)(?: me| us)? (?:all |any |every |the |your |its |stored |of )*(?:(?:secret|private|internal|confidential|hidden|admin|raw|user|customer|stored|root|production) )*(?:api[ -]?keys?|passwords?|credentials?|access tokens?|secret keys?|secrets|environment variables|env vars|private keys?|customer (?:database|records|data)|confidential (?:data|information|documents?)|internal (?:documents?|data|information|notes|tools|functions))/u,
  },
];
