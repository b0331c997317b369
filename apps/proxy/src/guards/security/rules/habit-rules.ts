import { foldHindi } from '../normalise-prompt.js';
import { type Rule } from './rule.js';

/** A sign in the languages of Europe, and in Hindi and Thai; accents folded, as in normalised texts. */
type Habit = { name: string; weight: number; latin: string[]; other: string[] };

const gap = '(?: \\S+){0,4}?';

const habits: Habit[] = [
  {
    name: 'repeat-above',
    weight: 1,
    latin: [
      `(?:repete[zr]?|recopie[zr]?|copie[zr]?|affiche[zr]?|ecri(?:s|vez)|reproduis(?:ez)?)${gap} (?:tout )?ce qui (?:se trouve |est |figure |precede )?(?:ecrit )?(?:au-dessus|plus haut|ci-dessus|avant)`,
      `(?:wiederhole|kopiere|zeige|gib|schreib|druck)\\w*${gap} alles,? was${gap} (?:uber|oberhalb|vor|davor|oben)`,
      `(?:repite|repita|copia|copie|muestra|muestre|escribe|imprime)${gap} todo lo (?:que${gap} )?(?:anterior|(?:encima|arriba|antes|por encima))`,
      `(?:ripeti|copia|mostra|scrivi|stampa)${gap} tutto (?:cio|quello|quanto)${gap} (?:sopra|prima|precede)`,
      `(?:repita|repete|copie|mostre|escreva|imprima)${gap} tudo (?:o )?que${gap} (?:acima|antes|anterior)`,
    ],
    other: [
      '(?:ऊपर|पहले)(?: \\S+){0,6} (?:दोहराओ|दोहराएं|दोहराइए|लिखो|दिखाओ)',
      '(?:ทวน|คัดลอก|แสดง|พิมพ์|เขียน)[^\\n.!?]{0,12}(?:ทุกอย่าง|ทั้งหมด|ข้อความ)[^\\n.!?]{0,15}(?:เหนือ|ข้างบน|ข้างต้น|ด้านบน|ก่อนหน้า)',
    ],
  },
  {
    name: 'told-at-first',
    weight: 1,
    latin: [
      `(?:ne (?:tiens|tenez) (?:plus|pas) compte|oublie[zr]?|ignore[zr]?|fais abstraction)${gap} (?:de )?(?:tout )?ce qu(?:e |')${gap} (?:a |ai |ont |avez )?(?:dit|demande|ordonne|appris|explique)`,
      `(?:beachte|vergiss|ignoriere|vergesst|missachte)\\w*(?: nicht mehr)?,? (?:alles,? )?was${gap} (?:gesagt|befohlen|beigebracht|aufgetragen|vorgegeben|erklart)`,
      `(?:no (?:hagas|haga) (?:mas )?caso|olvida|olvide|ignora|ignore)${gap} (?:a )?(?:todo )?lo que${gap} (?:dijeron|dijo|dije|dicho|ordenaron|ensenaron|pidieron)`,
      `(?:non (?:tenere|tieni) (?:piu )?conto|dimentica|ignora)${gap} (?:di )?(?:tutto )?(?:quello|cio|quanto)${gap} (?:detto|ordinato|insegnato|chiesto)`,
      `(?:nao (?:leve|leva) (?:mais )?em conta|esqueca|esquece|ignore|ignora)${gap} (?:tudo )?o que${gap} (?:disseram|disse|dito|ordenaram|ensinaram|pediram)`,
    ],
    other: [
      '(?:कहा|बताया|सिखाया)(?: \\S+){0,6} (?:ध्यान मत|भूल जाओ|भूल जाइए|अनदेखा|नज़रअंदाज|नजरअंदाज|मत मानो)',
      '(?:อย่าสนใจ|ไม่ต้องสนใจ|ลืม|เพิกเฉย|ละทิ้ง)[^\\n.!?]{0,6}(?:สิ่งที่|เรื่องที่|ทุกอย่างที่)[^\\n.!?]{0,12}(?:บอก|สั่ง|สอน|พูด|กล่าว)',
    ],
  },
  {
    name: 'developer-told',
    weight: 1,
    latin: [
      `(?:consignes?|instructions?|regles?|ordres)${gap} (?:ton|votre|tes|vos) (?:developpeur|createur|concepteur|programmeur)s?`,
      `(?:vorgaben?|anweisung(?:en)?|regeln|befehle)${gap} (?:dein|ihr|deine|ihre) (?:entwickler|schopfer|programmierer|hersteller)`,
      `(?:instrucciones|reglas|ordenes|directrices)${gap} (?:tu|tus|su|sus) (?:desarrollador|creador|programador)(?:es)?`,
      `(?:istruzioni|regole|ordini|direttive)${gap} (?:il tuo|i tuoi|il suo) (?:sviluppator|creator|programmator)[ei]`,
      `(?:instrucoes|regras|ordens|diretrizes)${gap} (?:o seu|seu|teu|o teu|seus) (?:desenvolvedor|criador|programador)(?:es)?`,
    ],
    other: [
      '(?:तुम्हारे|तुम्हें|आपके) (?:डेवलपर|निर्माता|प्रोग्रामर)(?: \\S+){0,6} (?:निर्देश|नियम|आदेश)',
      '(?:ผู้พัฒนา|ผู้สร้าง|นักพัฒนา)[^\\n.!?]{0,6}(?:ให้|สั่ง|กำหนด|ตั้ง)[^\\n.!?]{0,6}(?:คำสั่ง|กฎ|คำแนะนำ|ข้อกำหนด)',
    ],
  },
  {
    name: 'filter-off',
    weight: 0.7,
    latin: [
      `(?:filtres?|restrictions?|protections?|securites?)${gap} (?:est |sont |a ete |ont ete )(?:desactive|leve|supprime)e?s?`,
      `(?:\\w*filter|beschrankung(?:en)?|einschrankung(?:en)?|schutz\\w*)${gap} (?:abgeschaltet|deaktiviert|ausgeschaltet|aufgehoben|entfernt)`,
      `(?:filtros?|restricciones|protecciones|seguridad)${gap} (?:esta|estan|ha sido|han sido|fue|fueron|quedan?) (?:desactivad|levantad|eliminad|anulad)[oa]s?`,
      `(?:filtr[oi]|restrizioni|protezioni)${gap} (?:e|sono|e stato|sono state) (?:disattivat|rimoss|disabilitat)[oaie]`,
      `(?:filtros?|restricoes|protecoes)${gap} (?:esta|estao|foi|foram) (?:desativad|removid|desligad)[oa]s?`,
    ],
    other: [
      '(?:फ़िल्टर|फिल्टर|प्रतिबंध|सुरक्षा)(?: \\S+){0,3} (?:बंद|हटा)',
      '(?:ตัวกรอง|ข้อจำกัด|ระบบป้องกัน)[^\\n.!?]{0,14}(?:ถูกปิด|ปิดแล้ว|ปิดอยู่|ถูกยกเลิก)',
    ],
  },
  {
    name: 'never-refuse',
    weight: 0.7,
    latin: [
      'ne (?:me )?refuse[sz]? (?:jamais|rien)|sans jamais refuser|ne dois? (?:jamais|pas) refuser',
      `(?:lehnst|lehne|verweiger\\w*|lehnt)${gap} (?:nie(?:mals)?|nichts|keine?)`,
      'nunca (?:te niegas|rechazas|te niegues|rechaces)|no (?:te niegas|rechazas) (?:nunca|a nada|nada)',
      'non (?:ti )?rifiut[ia] (?:mai|nulla|niente)|senza (?:mai )?rifiutare',
      '(?:nunca|jamais) (?:se )?recus[ae]s?|nao (?:se )?recusa(?:s)? (?:nada|nunca)',
    ],
    other: ['कभी (?:भी )?(?:मना|इनकार|इंकार) (?:नहीं|मत)', '(?:ไม่เคย|ห้าม|อย่า|ไม่มีวัน)ปฏิเสธ'],
  },
  {
    name: 'drop-role',
    weight: 0.6,
    latin: [
      `(?:oublie[zr]?|abandonne[zr]?|quitte[zr]?) (?:ton|votre) (?:role|personnage|identite)`,
      `(?:vergiss|verlass|lass) (?:deine|ihre) (?:rolle|identitat|aufgabe)`,
      `(?:olvida|abandona|deja) (?:tu|su) (?:papel|rol|identidad|funcion)`,
      `(?:dimentica|abbandona|lascia) il (?:tuo|suo) (?:ruolo|personaggio|compito)`,
      `(?:esqueca|abandone|deixe) (?:o )?(?:seu|teu) (?:papel|personagem|funcao)`,
    ],
    other: [
      '(?:अपनी )?(?:भूमिका|पहचान|किरदार)(?: \\S+){0,2} (?:भूल|छोड़)',
      '(?:ลืม|เลิก|ละทิ้ง)(?:บทบาท|หน้าที่|ตัวตน)',
    ],
  },
  {
    name: 'from-now-on',
    weight: 0.35,
    latin: [
      "(?:a partir de (?:maintenant|ahora|agora)|desormais|dorenavant|ab (?:jetzt|sofort|nun)|von (?:jetzt|nun) an|de ahora en adelante|d'ora in (?:poi|avanti)|da (?:ora|adesso) in poi|de agora em diante|daqui (?:em|para) (?:diante|frente)),? (?:tu|vous|du|sie|bist|eres|usted|sei|voce|es)",
    ],
    other: ['अब से (?:तुम|आप)', '(?:ตั้งแต่|นับจาก|จาก)นี้(?:ไป|เป็นต้นไป) ?(?:คุณ|เธอ|นาย)'],
  },
  {
    name: 'administrator',
    weight: 0.5,
    latin: [
      `(?:je suis (?:l'|ton |votre |le )|ich bin (?:der|dein|ihr|die) |soy (?:el|tu|su) |sono (?:l'|il tuo )|(?:eu )?sou (?:o|seu|teu) )(?:administrat\\w+|administrador|amministratore|developpeur|entwickler|desarrollador|sviluppatore|desenvolvedor|createur|creador|criador|creatore)`,
    ],
    other: [
      'मैं(?: \\S+){0,4} (?:एडमिन|प्रशासक|डेवलपर|निर्माता) हूँ',
      '(?:ฉัน|ผม|เรา)(?:เป็น|คือ)(?:ผู้ดูแล|ผู้พัฒนา|นักพัฒนา|แอดมิน)',
    ],
  },
  {
    name: 'inner-settings',
    weight: 0.6,
    latin: [
      'configuration (?:systeme|interne)|parametres internes|(?:interne|innere)[nrs]? (?:konfiguration|einstellungen|systemdaten)|configuracion interna|configurazione interna|impostazioni interne|configuracao interna',
    ],
    other: ['आंतरिक (?:कॉन्फ़िगरेशन|कॉन्फिगरेशन|सेटिंग\\S*)', '(?:การตั้งค่า|การกำหนดค่า)ภายใน'],
  },
  {
    name: 'to-the-model',
    weight: 1,
    latin: [
      `(?:si|lorsqu'|quand) (?:une?|l'|tu es une) ?(?:ia|intelligence artificielle|assistant ia|modele de langage)${gap} (?:lit|lis|lisez|traite|resume|analyse)`,
      `(?:falls|wenn|sollte) (?:eine?|du eine) (?:ki|ai|sprachmodell|ki-\\w+)${gap} (?:liest|lesen|verarbeitet|zusammenfasst|auswertet)`,
      `si (?:una|eres una|un) (?:ia|inteligencia artificial|asistente|modelo de lenguaje)${gap} (?:lee|lees|leyendo|procesa|resume)`,
      `se (?:una?|sei un'?a?) ?(?:ia|intelligenza artificiale|assistente|modello)${gap} (?:legge|leggi|elabora|riassume)`,
      `se (?:uma|voce e uma|um) (?:ia|inteligencia artificial|assistente|modelo)${gap} (?:ler|le|lendo|processar|resumir)`,
    ],
    other: [
      '(?:अगर|यदि|जो)(?: \\S+){0,2} (?:एआई|ai|भाषा मॉडल|सहायक)(?: \\S+){0,4} पढ़',
      '(?:ถ้า|หาก)(?:คุณเป็น)? ?(?:เอไอ|ai|ปัญญาประดิษฐ์|โมเดลภาษา|ผู้ช่วย)[^\\n.!?]{0,10}(?:อ่าน|ประมวลผล|สรุป)',
    ],
  },
  {
    name: 'your-prompt',
    weight: 1,
    latin: [
      '(?:ton|votre) (?:message|prompt|invite) (?:systeme|de depart|initiale?|de base)',
      '(?:deine[rmn]?|ihre[rmn]?|euer|euren) (?:system-?(?:nachricht|prompts?|anweisung(?:en)?)|(?:start|anfangs|initial)-?prompts?)',
      '(?:tu|su) (?:mensaje|prompt) (?:del? sistema|de partida|inicial|de base)',
      '(?:tuo|vostro) (?:messaggio|prompt) (?:di sistema|di partenza|iniziale|di base)',
      '(?:tua|sua|seu|teu) (?:mensagem|prompt) (?:d[eo] sistema|de partida|inicial|de base)',
    ],
    other: [
      '(?:अपने|अपना|तुम्हारे|तुम्हारा|आपका) (?:सिस्टम|शुरुआती|प्रारंभिक) (?:संदेश|प्रॉम्प्ट)',
      '(?:ข้อความระบบ|พรอมต์(?:เริ่มต้น|ระบบ)|คำสั่งระบบ)ของคุณ',
    ],
  },
  {
    name: 'rules-off',
    weight: 1,
    latin: [
      `(?:tes|vos) (?:regles|consignes|restrictions)${gap} (?:ne )?(?:valent|comptent|s'appliquent) (?:pas|plus)`,
      `(?:deine|ihre|eure) (?:\S*regeln|\S*richtlinien|vorgaben)${gap} (?:zahlen|gelten)${gap} nicht`,
      `(?:tus|sus) (?:reglas|normas|restricciones)${gap} no (?:valen|cuentan|se aplican)`,
      `(?:tue|vostre) (?:regole|norme|restrizioni)${gap} non (?:valgono|contano|si applicano)`,
      `(?:suas|tuas) (?:regras|normas|restricoes)${gap} nao (?:valem|contam|se aplicam)`,
    ],
    other: [
      '(?:तुम्हारे|आपके)(?: \S+)? नियम(?: \S+){0,3} लागू नहीं',
      'กฎ[^\n.!?]{0,14}ของคุณ[^\n.!?]{0,4}(?:ใช้ไม่ได้|ไม่มีผล|ไม่บังคับ)',
    ],
  },
  {
    name: 'obey-no-more',
    weight: 1,
    latin: [
      `(?:n'as|n'avez) (?:plus|pas) (?:a|besoin d'|l'obligation d') ?(?:obeir|suivre|respecter)`,
      `(?:musst|brauchst|mussen)${gap} nicht (?:mehr|langer) (?:zu )?(?:gehorchen|befolgen|folgen|beachten)`,
      `(?:ya )?no (?:tienes|tiene|debes) que (?:obedecer|seguir|respetar)`,
      `non (?:devi|deve) piu (?:obbedire|ubbidire|seguire|rispettare)`,
      `nao (?:precisa|deve|tem que) mais (?:obedecer|seguir|respeitar)`,
    ],
    other: [
      '(?:निर्देश|आदेश|नियम)(?: \S+)? (?:मानने|पालन करने) की (?:ज़रूरत|जरूरत|आवश्यकता) नहीं',
      'ไม่(?:ต้อง|จำเป็นต้อง)(?:เชื่อฟัง|ทำตาม|ปฏิบัติตาม)',
    ],
  },
  {
    name: 'freed',
    weight: 0.9,
    latin: [
      `(?:ia|ki|ai|intelligence artificielle|chatbot|robot|modell?o?|assistant\w*|inteligencia artificial|intelligenza artificiale),? (?:qui|die|der|que|che)${gap} (?:liberee?|befreit|liberad[oa]|liberat[oa]|libertou|libero)`,
    ],
    other: [
      '(?:एआई|ai|चैटबॉट)(?: \S+){0,5} (?:आज़ाद|मुक्त|आजाद)',
      '(?:เอไอ|ai|แชตบอต|ปัญญาประดิษฐ์)ที่(?:หลุดพ้น|เป็นอิสระ|ปลดปล่อย)',
    ],
  },
  {
    name: 'even-illegal',
    weight: 0.6,
    latin: [
      '(?:meme (?:si[^.!?\n]{0,12} )?|auch wenn[^.!?\n]{0,12} |aunque (?:sea|sean) |anche se (?:e |sono )?|mesmo (?:que|se)[^.!?\n]{0,12} )(?:illegal\w*|ilegal|ilegais|ilegales|illegale|illegali|interdite?|verboten|dangereu\w+|gefahrlich|peligroso|pericoloso|perigoso)',
    ],
    other: ['चाहे(?: \S+){0,3} (?:गैरकानूनी|अवैध|खतरनाक)', 'แม้(?:จะ|ว่า)?(?:ผิดกฎหมาย|อันตราย)'],
  },
  {
    name: 'evil-bot',
    weight: 0.5,
    latin: [
      '(?:chatbot|ia|assistant|robot) (?:mechante?|malefique|diabolique|malvad[oa]|cattiv[oa]|malefic[oa])|bose[rnms]? (?:chatbot|ki|roboter|assistent)',
    ],
    other: ['(?:दुष्ट|शैतानी|बुरे) (?:चैटबॉट|एआई|सहायक)', '(?:แชตบอต|เอไอ|ผู้ช่วย)(?:ที่)?ชั่วร้าย'],
  },
  {
    name: 'send-me-all',
    weight: 0.6,
    latin: [
      '(?:envoie|envoyez|donne)(?:z)?-moi (?:toutes|tous) les (?:donnees|mots de passe|messages)|schick\w* mir alle (?:\S*daten|passworter|nachrichten)|(?:envia|manda|da)me todos los (?:datos|mensajes)|mandami tutti i (?:dati|messaggi)|me envie todos os (?:dados|segredos)',
    ],
    other: [
      '(?:मुझे )?(?:सभी|सारा|सारे)(?: \S+){0,3} (?:डेटा|पासवर्ड) (?:भेजो|भेज दो|दो)',
      'ส่งข้อมูล[^\n.!?]{0,14}ทั้งหมด',
    ],
  },
  {
    name: 'new-orders',
    weight: 0.5,
    latin: [
      '(?:nouveaux ordres|nouvelles consignes|neue (?:befehle|anweisungen|vorgaben)|nuevas (?:ordenes|instrucciones)|nuovi ordini|nuove istruzioni|novas (?:ordens|instrucoes)) (?:de|du|vom|von|del|dal|do|da)',
    ],
    other: ['के नए (?:आदेश|निर्देश)', 'คำสั่งใหม่จาก'],
  },
  {
    name: 'heading',
    weight: 0.7,
    latin: [
      '(?:note|message|alerte) (?:du )?systeme ?[:!\\]]',
      'system-?(?:hinweis|nachricht|meldung|notiz) ?[:!\\]]',
      '(?:nota|mensaje|alerta) del? sistema ?[:!\\]]',
      '(?:nota|messaggio|avviso) (?:di|del) sistema ?[:!\\]]',
      '(?:nota|mensagem|alerta) d[oe] sistema ?[:!\\]]',
    ],
    other: ['सिस्टम (?:नोट|संदेश|सूचना|अलर्ट) ?[:!\\]]', '(?:หมายเหตุ|ข้อความ|ประกาศ)(?:จาก|ของ)?ระบบ ?[:!\\]]'],
  },
];

const latinOf = ({ latin }: Habit) => new RegExp(`(?<![\\w'])(?:${latin.join('|')})(?![\\p{L}])`, 'u');
const otherOf = ({ other }: Habit) => new RegExp(foldHindi(other.join('|').normalize('NFKC')), 'u');
const indian = /[\p{Script=Devanagari}\p{Script=Thai}]/u;

/** What attackers are in the habit of saying, beside the phrases of `phrases/languages`; one pattern for five languages. */
export const habitRules: Rule[] = habits.flatMap((habit) => {
  const { name, weight } = habit;
  return [
    { name: `${name}-european`, weight, pattern: latinOf(habit) },
    { name: `${name}-hindi-thai`, weight, pattern: otherOf(habit), gate: indian },
  ];
});
