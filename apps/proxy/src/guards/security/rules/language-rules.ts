import { earlierWords } from './earlier-words.js';
import { type Rule } from './rule.js';

type Words = {
  language: string;
  /** Verbs that take back, what stands before or behind it, and what is taken back: in this order, a few words apart. */
  drop: string;
  before?: string;
  orders: string;
  behind?: string;
  /** Verbs that ask, and what is secret. */
  reveal: string;
  secret: string;
  /** Passwords and the like: manuals ask for them too. */
  keys: string;
  /** Another self, another mode. */
  persona: string;
  /** Without limits. */
  free: string;
};

/** Accents are folded in normalised texts; Hindi and Thai keep their signs. */
const languages: Words[] = [
  {
    language: 'fr',
    drop: "ignor(?:e|ez|er|ons)|oubli(?:e|ez|er)|neglig(?:e|ez|er)|ne ti(?:ens|enez) (?:pas|plus|aucun) compte|n'?ecoute[zs]? (?:pas|plus)|contourn(?:e|ez|er)|abandonn(?:e|ez|er)|desobe(?:is|issez)|fais abstraction|faites abstraction|annul(?:e|ez|er)|ne sui(?:s|vez) (?:pas|plus)|mets de cote",
    orders:
      "instructions?|consignes?|regles?|directives?|ordres|prompt|invites?|indications?|restrictions?|filtres?|tout ce qui precede|ce qui precede|contraintes|limites|(?:tout )?ce (?:que|qu')(?: \\S+){1,3} (?:dit|demande|appris)",
    reveal:
      'revel(?:e|ez|er)|montr(?:e|ez|er)(?:-moi)?|affich(?:e|ez|er)|repet(?:e|ez|er)|donn(?:e|ez|er)(?:-moi)?|ecri(?:s|vez)|imprim(?:e|ez|er)|quel(?:le)?s? (?:est|sont)|di(?:s|tes)(?:-moi)?|divulgu(?:e|ez|er)',
    secret:
      "(?:prompt|message|invite|instructions?|consignes?|regles?) (?:systeme|initiale?s?|cachee?s?|secrete?s?|internes?|d'origine|confidentiel(?:le)?s?)",
    keys: '(?:mots? de passe|cles? api|identifiants)',
    persona:
      "mode (?:developpeur|dan|debridee?|sans (?:filtre|restriction|limite)s?|debogage|administrateur)|(?:tu es|vous etes|agis comme|incarne|joue le role de|fais comme si tu etais) (?:\\S+ ){0,4}(?:dan|ia|intelligence artificielle|assistant|robot|modele)(?: \\S+){0,3} (?:sans|libre|qui (?:n'a|peut|ne))",
    free: "sans (?:aucune? |la moindre )?(?:restrictions?|limites?|limitations?|filtres?|censure|regles|morale|ethique|contraintes)|(?:tout|n'importe quoi) (?:faire|dire) maintenant|faire n'importe quoi maintenant|libere(?:e)? (?:de|des) (?:\\S+ ){0,3}(?:regles|restrictions|contraintes|limites)|(?:regles|restrictions|consignes|limites)(?: \\S+){0,4} ne s'appliquent (?:pas|plus)",
  },
  {
    language: 'de',
    drop: 'ignorier(?:e|en|t|st)?|vergiss|vergessen sie|missacht(?:e|en)|umgeh(?:e|en)|beachte(?:n sie)? (?:\\S+ ){0,6}nicht|befolge(?:n sie)? (?:\\S+ ){0,6}nicht|verwirf|lass(?:e|en sie)? (?:\\S+ ){0,6}ausser acht|setz(?:e|en sie)? dich (?:\\S+ ){0,2}hinweg|hebe?|streiche',
    orders:
      'anweisung(?:en)?|instruktion(?:en)?|regeln?|vorgaben?|befehle?n?|richtlinien?|systemprompts?|prompts?|einschrankung(?:en)?|beschrankung(?:en)?|filter|alles(?:,)? was|alles (?:vorherige|bisherige|obige|davor|zuvor)|anordnungen|sicherheitsregeln',
    reveal:
      'zeig(?:e|en)?(?: sie| mir| uns)*|verrat(?:e|en)?|gib|geben sie|wiederhol(?:e|en)?|nenn(?:e|en)?|schreib(?:e|en)?|druck(?:e|en)?|offenbar(?:e|en)?|was (?:ist|sind|lautet|steht)(?: in)? (?:dein|euer|ihr|der|die|das)\\w*|wie laute[nt]+|enthull(?:e|en)?|lege?',
    secret:
      '(?:system-?|initial-?)(?:prompt|anweisung(?:en)?|nachricht|instruktionen)|(?:geheime[nrs]?|versteckte[nrs]?|interne[nrs]?|ursprungliche[nrs]?|urspruenglichen?|vertrauliche[nrs]?) (?:anweisung(?:en)?|prompts?|instruktion(?:en)?|regeln|vorgaben|daten|passworter)',
    keys: 'passwort(?:er)?|zugangsdaten|api-?schlussel',
    persona:
      '(?:entwickler-?|debug-?|dan-?|gott-?|administrator-?)modus|(?:du bist|sie sind|verhalte dich (?:wie|als)|spiele?|tu so als (?:ob|warst)|handle als) (?:\\S+ ){0,5}(?:dan|ki|ai|assistent|chatbot|modell|roboter)(?:,)?(?: \\S+){0,3} (?:ohne|die (?:alles|keine)|der (?:alles|keine)|frei)',
    free: 'ohne (?:jegliche |irgendwelche |jede |alle )?(?:einschra(?:e)?nkung(?:en)?|beschrankung(?:en)?|filter|zensur|regeln|grenzen?|moral|ethik|richtlinien|limits?)|(?:keine|keinerlei) (?:einschrankungen|regeln|filter|grenzen|beschrankungen|zensur)(?: mehr)?|alles tun kann|tu(?:e)? jetzt alles|uneingeschrankt|(?:befolgst|hast|kennst|beachtest) (?:keine|keinerlei) (?:richtlinien|regeln|grenzen|vorgaben)|(?:richtlinien|regeln|\\w*richtlinien|vorgaben)(?: \\S+){0,4} nicht(?: mehr)? gelten|gelten(?: \\S+){0,3} nicht(?: mehr)?',
  },
  {
    language: 'es',
    drop: 'ignora(?:r|d|n)?|ignores?|ignore(?:n)?|olvida(?:r|d|te)?|olvide(?:n|se)?|omite|omita|omitir|descarta(?:r)?|descarte|desobedece|no (?:sigas|hagas caso|obedezcas|tengas en cuenta|prestes atencion)|pasa por alto|salta(?:te)?|anula|elude|haz caso omiso',
    orders:
      'instruccion(?:es)?|reglas?|ordenes|directrices|directivas|indicaciones|normas|prompt|mensajes?|restricciones|filtros|limitaciones|todo lo (?:anterior|previo|que)|lo anterior|politicas|pautas',
    reveal:
      'revela(?:r|me)?|revele|muestra(?:me)?|mostrar|muestre(?:me)?|ensena(?:me)?|repite|repetir|repita|dime|diga(?:me)?|dame|imprime|imprima|escribe|cual(?:es)? (?:es|son|era|eran|fue)|divulga|comparte|filtra',
    secret:
      '(?:prompt|mensaje|instrucci(?:on|ones)|indicaciones|reglas|configuracion) (?:del? sistema|inicial(?:es)?|ocult[oa]s?|secret[oa]s?|intern[oa]s?|original(?:es)?|confidencial(?:es)?)',
    keys: 'contrasenas?|claves? (?:de )?api|credenciales',
    persona:
      'modo (?:desarrollador|dan|sin (?:filtros?|restricciones|limites|censura)|dios|depuracion|administrador)|(?:eres|ahora eres|actua como|finge (?:ser|que eres)|haz de|imagina que eres|comportate como) (?:\\S+ ){0,5}(?:dan|ia|inteligencia artificial|asistente|chatbot|robot|modelo)(?:,)?(?: \\S+){0,3} (?:sin|que (?:no|puede|hace)|libre)',
    free: 'sin (?:ningun(?:a)? |ningun tipo de |limites ni |reglas ni )?(?:restriccion(?:es)?|limites?|limitacion(?:es)?|filtros?|censura|reglas|moral|etica|normas)|hacer (?:cualquier cosa|de todo|todo) ahora|liberad[oa] de (?:\\S+ ){0,3}(?:reglas|restricciones|limites|normas)|(?:reglas|restricciones|normas|pautas)(?: \\S+){0,4} no se aplican|(?:reglas|restricciones|normas)(?: \\S+){0,4} ya no valen',
  },
  {
    language: 'it',
    drop: 'ignora(?:re|te)?|ignori|dimentica(?:re|te|ti)?|dimentichi|trascura(?:re)?|tralascia(?:re)?|non (?:seguire|considerare|rispettare|tenere conto|obbedire)|scarta(?:re)?|aggira(?:re)?|annulla(?:re)?|disobbedisci|bypassa|salta',
    orders:
      'istruzion[ei]|regol[ae]|ordini|direttive|indicazioni|comandi|prompt|messaggi(?:o)?|restrizioni|filtri|limitazioni|linee guida|tutto (?:cio|quello) che|quanto (?:sopra|detto|precede)|tutto quanto|vincoli|politiche',
    reveal:
      'rivela(?:re|mi)?|mostra(?:re|mi)?|mostri|ripeti|ripetere|dimmi|dammi|stampa(?:re)?|scrivi(?:mi)?|qual(?:e|i)? (?:e|sono|era|erano)|divulga|elenca|svela|visualizza',
    secret:
      '(?:prompt|messaggio|istruzioni|regole|indicazioni|configurazione) (?:di|del) sistema|(?:prompt|messaggio|istruzioni|regole) (?:inizial[ei]|nascost[oaei]|segret[oaei]|intern[oaei]|original[ei]|riservat[oaei])',
    keys: 'password|chiav[ei] api|credenziali',
    persona:
      'modalita (?:sviluppatore|dan|senza (?:filtri|restrizioni|limiti|censura)|debug|dio|amministratore)|(?:sei|ora sei|agisci come|fai finta di essere|fingi di essere|comportati come|interpreta|immagina di essere) (?:\\S+ ){0,5}(?:dan|ia|intelligenza artificiale|assistente|chatbot|robot|modello)(?:,)?(?: \\S+){0,3} (?:senza|che (?:non|puo|fa)|liber[oa])',
    free: 'senza (?:alcun[ao]? |nessun[ao]? |piu )?(?:restrizion[ei]|limit[ei]|limitazion[ei]|filtr[oi]|censur[ae]|regole|morale|etica|vincoli)|fare (?:qualsiasi cosa|tutto|di tutto) (?:ora|adesso)|liber(?:o|a|ato|ata) (?:da|dalle|dai) (?:\\S+ ){0,3}(?:regole|restrizioni|limiti|vincoli)|(?:regole|restrizioni|linee guida|norme)(?: \\S+){0,4} non (?:valgono|si applicano)',
  },
  {
    language: 'pt',
    drop: 'ignor(?:e|a|ar|em)|esquec(?:a|e|er|am)|desconsider(?:e|a|ar|em)|descart(?:e|a|ar)|desobede(?:ca|ce)|nao (?:siga|obedeca|considere|leve em conta|de atencao)|contorn(?:e|a|ar)|burl(?:e|a|ar)|anul(?:e|a|ar)|pul(?:e|a)',
    orders:
      'instruc(?:ao|oes)|regras?|ordens|diretrizes|diretivas|orientac(?:ao|oes)|comandos?|prompt|mensagens?|restric(?:ao|oes)|filtros|limitac(?:ao|oes)|tudo (?:o que|que|acima)|normas|politicas|o que (?:foi|eu|veio)',
    reveal:
      'revel(?:e|a|ar)|mostr(?:e|a|ar)(?:-me)?|exib(?:a|e|ir)|repit(?:a|e)|repetir|dig(?:a|a-me)|me (?:diga|mostre|de|fale|conte)|imprim(?:a|e|ir)|escrev(?:a|e|er)|qua(?:l|is) (?:e|sao|era|eram|foi)|divulg(?:ue|a|ar)|compartilh(?:e|a)',
    secret:
      '(?:prompt|mensagem|instruc(?:ao|oes)|regras|configurac(?:ao|oes)) (?:do|de) sistema|(?:prompt|mensagem|instruc(?:ao|oes)|regras) (?:inicia(?:l|is)|ocult[oa]s?|escondid[oa]s?|secret[oa]s?|intern[oa]s?|origina(?:l|is)|confidencia(?:l|is))',
    keys: 'senhas?|chaves? (?:de |da )?api|credenciais',
    persona:
      'modo (?:desenvolvedor|dan|sem (?:filtros?|restricoes|limites|censura)|deus|depuracao|administrador)|(?:voce e|agora voce e|aja como|finja (?:ser|que e)|atue como|comporte-se como|imagine que voce e|seja) (?:\\S+ ){0,5}(?:dan|ia|inteligencia artificial|assistente|chatbot|robo|modelo)(?:,)?(?: \\S+){0,3} (?:sem|que (?:nao|pode|faz)|livre)',
    free: 'sem (?:nenhuma? |qualquer |quaisquer |nenhum tipo de )?(?:restric(?:ao|oes)|limites?|limitac(?:ao|oes)|filtros?|censura|regras|moral|etica|normas)|fazer (?:qualquer coisa|tudo) agora|libertad[oa] d(?:e|as|os) (?:\\S+ ){0,3}(?:regras|restricoes|limites)|(?:regras|restricoes|normas|diretrizes)(?: \\S+){0,4} nao se aplicam',
  },
  {
    language: 'hi',
    drop: '(?:निर्देश(?:ों)?|नियम(?:ों)?|आदेश(?:ों)?|बातों|प्रतिबंध(?:ों)?|दिशा-?निर्देश(?:ों)?|प्रॉम्प्ट|हिदायतों)',
    orders:
      'अनदेखा|अनदेखी|नजरअंदाज|नज़रअंदाज़|नज़रअंदाज|भूल (?:जाओ|जाइए|जा|जाएं|जाएँ)|अनसुना|उपेक्षा|रद्द|पालन (?:मत|न|नहीं)|मत (?:मानो|मानिए)|तोड़|हटा',
    reveal:
      '(?:सिस्टम|प्रारंभिक|छिपे|छिपा|गुप्त|आंतरिक|मूल|शुरुआती) (?:हुए |हुआ )?(?:प्रॉम्प्ट|निर्देश(?:ों)?|संदेश|नियम(?:ों)?|हिदायत(?:ें|ों)?)',
    keys: 'पासवर्ड|एपीआई (?:कुंजी|की)|api (?:key|कुंजी)',
    secret:
      'दिखाओ|दिखाइए|दिखाएं|दिखा दो|बताओ|बताइए|बताएं|बता दो|दोहराओ|दोहराएं|दोहराइए|प्रकट|लिखो|लिखिए|प्रिंट|क्या (?:है|हैं|था|थे)|उजागर',
    persona:
      '(?:डेवलपर|डैन|dan|डिबग|एडमिन) मोड|(?:बिना किसी (?:\\S+ ){0,3}(?:ai|एआई|सहायक)|(?:अब )?तुम (?:dan|डैन))',
    free: '(?:बिना|कोई) (?:किसी |भी )*(?:प्रतिबंध|रोक-?टोक|सीमा|फ़िल्टर|फिल्टर|सेंसर(?:शिप)?|नियम|नैतिक(?:ता)?)(?: \\S+){0,2} (?:के|नहीं|एआई|ai)|(?:प्रतिबंध|नियम|सीमा|फ़िल्टर)(?:ों)? (?:से मुक्त|के बिना)|कुछ भी कर सकते',
  },
  {
    language: 'th',
    drop: 'เพิกเฉย|ละเว้น|ไม่ต้องสนใจ|อย่าสนใจ|ไม่สนใจ|ลืม|มองข้าม|ข้าม|ยกเลิก|ละทิ้ง|อย่าทำตาม|ไม่ต้องทำตาม|ฝ่าฝืน|เลิกทำตาม',
    orders: 'คำสั่ง|คำแนะนำ|กฎ|ข้อกำหนด|ข้อจำกัด|คำชี้แจง|แนวทาง|พรอมต์|พรอมท์|prompt|ทุกอย่าง|ข้อความก่อนหน้า|นโยบาย',
    reveal: 'แสดง|เปิดเผย|บอก|พิมพ์|ทวน|ทำซ้ำ|เขียน|ขอดู|คืออะไร|อะไรคือ',
    secret:
      '(?:คำสั่ง|พรอมต์|พรอมท์|prompt|ข้อความ|คำแนะนำ|กฎ)(?:ของ)?(?:ระบบ|เริ่มต้น|ลับ|ที่ซ่อน|ภายใน|ดั้งเดิม)|system prompt',
    keys: 'รหัสผ่าน|คีย์ api|api key',
    persona:
      'โหมด ?(?:นักพัฒนา|dan|ผู้พัฒนา|ดีบัก|ไม่มีข้อจำกัด|ผู้ดูแล)|(?:คุณคือ|แกล้งเป็น|สวมบทบาทเป็น|ทำตัวเป็น|สมมติว่าคุณเป็น) ?(?:dan|ai ?ที่ไม่มี|เอไอที่ไม่มี|ปัญญาประดิษฐ์ที่ไม่)',
    free: '(?:ไม่มี|ปราศจาก|ไร้)(?:กฎ|ข้อจำกัด|ขีดจำกัด|ตัวกรอง|การเซ็นเซอร์|ศีลธรรม|จริยธรรม|ข้อห้าม)|ทำอะไรก็ได้|ทำได้ทุกอย่าง',
  },
];

/** Folded Latin letters are ASCII; Hindi's signs are letters and marks; Thai is written without blanks. */
const boundaries: Record<string, [string, string]> = {
  hi: ['(?<![\\p{L}\\p{M}])', '(?![\\p{L}\\p{M}])'],
  th: ['', ''],
};
const scripts: Record<string, RegExp> = { hi: /\p{Script=Devanagari}/u, th: /\p{Script=Thai}/u };
/** Words between two parts do not cross the end of a sentence. */
const blank = '[\\s,:;"*_()-]{1,4}';
const word = '[^\\s,:;"*_().!?-]{1,24}';
const between = (gap: number) => `(?:${blank}${word}){0,${gap}}?${blank}`;

function pattern(language: string, gap: number, ...parts: string[]): RegExp {
  const [start, end] = boundaries[language] ?? ['\\b', '(?!\\p{L})'];
  const others = language === 'th' ? `[^\\n.!?]{0,${gap * 7}}?` : between(gap);
  // As texts are normalised: Thai's sara am and Hindi's nukta letters come apart.
  const source = `${start}(?:${parts.join(`)${others}(?:`)})${end}`;
  return new RegExp(source.normalize('NFKC'), 'u');
}

/** Orders that came before: the adjective stands on either side; Hindi's verb comes last. */
function earlierRules({ language, drop, orders }: Words, gate: RegExp): Rule[] {
  const { earlier, everything, heading } = earlierWords[language]!;
  const hindi = language === 'hi';
  const named = hindi ? drop : orders;
  const either = [
    [earlier, named],
    [named, earlier],
  ].map((parts) => pattern(language, 2, ...(hindi ? [...parts, orders] : [drop, ...parts])).source);
  return [
    { name: `override-earlier-${language}`, weight: 1, pattern: new RegExp(either.join('|'), 'u'), gate },
    {
      name: `override-everything-${language}`,
      weight: 1,
      pattern: pattern(language, 2, ...(hindi ? [everything, orders] : [drop, everything])),
      gate,
    },
    {
      name: `heading-${language}`,
      weight: 0.7,
      pattern: new RegExp(`(?:^|[\\n.!?>\\]*#-] ?)(?:${heading}) ?[:—!\\]*]`.normalize('NFKC'), 'u'),
    },
  ];
}

/** The same signs as in English, in French, German, Spanish, Italian, Portuguese, Hindi and Thai. */
export const languageRules: Rule[] = languages.flatMap((words) => {
  const { language, drop, orders, reveal, secret, keys, persona, free } = words;
  const hindi = language === 'hi';
  const gate = scripts[language] ?? pattern(language, 0, drop);
  const rules: Rule[] = [
    ...earlierRules(words, gate),
    // Manuals ignore rules and show passwords too: these say little in a long text.
    {
      name: `override-${language}`,
      weight: 1,
      loose: true,
      pattern: pattern(language, 6, drop, orders),
      gate,
    },
    {
      name: `prompt-leak-${language}`,
      weight: 1,
      loose: true,
      pattern: pattern(language, 6, reveal, secret),
    },
    {
      name: `secrets-${language}`,
      weight: 0.7,
      pattern: pattern(language, 4, ...(hindi ? [keys, secret] : [reveal, keys])),
    },
    { name: `persona-${language}`, weight: 0.7, pattern: pattern(language, 6, persona) },
    { name: `free-${language}`, weight: 0.65, pattern: pattern(language, 6, free) },
  ];
  const script = scripts[language];
  return script === undefined ? rules : rules.map((rule) => ({ ...rule, gate: script }));
});
