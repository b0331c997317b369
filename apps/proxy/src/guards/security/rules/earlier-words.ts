/** How a language says that orders came before, and how it says "all that came before" in one. */
export type EarlierWords = {
  earlier: string;
  everything: string;
  /** What stands above orders that claim to be new, or to come from the system. */
  heading: string;
};

/** By language; accents folded as in normalised texts. */
export const earlierWords: Readonly<Record<string, EarlierWords>> = {
  fr: {
    earlier:
      "precedent(?:e)?s?|anterieur(?:e)?s?|initiale?s?|(?:ci-dessus|plus haut|d'avant)|recues?|donnees?|(?:de|du) (?:ton |votre |le )?(?:systeme|developpeur)|jusqu'(?:ici|a present)|qu'on (?:t'|vous )a",
    everything:
      "tout(?:es)? (?:ce qui (?:precede|a ete dit|est ecrit)|ce qu(?:e|'on)(?: \\S+){0,3} (?:dit|demande|ecrit)(?: \\S+){0,2} (?:avant|precedemment|plus haut|jusqu'ici)|avant (?:cela|ca)|jusqu'ici)",
    heading:
      '(?:nouvelles?|importantes?) (?:instructions?|consignes?|directives?)(?: (?:systeme|importantes?))?|(?:note|message|alerte) (?:du )?systeme',
  },
  de: {
    earlier:
      'vorherige[nrsm]?|vorige[nrsm]?|vorangegangene[nrsm]?|vorhergehende[nrsm]?|bisherige[nrsm]?|obige[nrsm]?|fruhere[nrsm]?|ursprungliche[nrsm]?|bestehende[nrsm]?|alten|all deine|deine',
    everything:
      'alles(?:,)? (?:was(?: \\S+){0,5} (?:gesagt|gelernt|geschrieben|steht|stand|war|wurde|bekommen|erhalten)|davor|zuvor|vorher|bisher(?:ige)?|vorige|vorherige|obige|oben|andere davor)',
    heading:
      '(?:neue|wichtige|aktualisierte) (?:system-?)?(?:anweisung(?:en)?|instruktion(?:en)?|vorgaben)|system-?(?:hinweis|nachricht|meldung|notiz)',
  },
  es: {
    earlier:
      'anteriores?|previ[oa]s?|iniciales|de arriba|que (?:te|se te|le) (?:dieron|han dado|dio|di)|recibidas?|del (?:sistema|desarrollador)|hasta (?:ahora|aqui)|originales',
    everything:
      'tod[oa]s? (?:lo (?:anterior|previo|de antes|de arriba|que(?: \\S+){0,4} (?:dijeron|dicho|dije|sabes|aprendido|pedido|pidieron))|antes de esto)',
    heading:
      '(?:nuev[ao]s?|importantes?) (?:instruccion(?:es)?|ordenes|directrices)(?: importantes?)?|(?:nota|mensaje|alerta) del? sistema',
  },
  it: {
    earlier:
      'precedent[ei]|anterior[ei]|inizial[ei]|di prima|qui sopra|sopra|ricevut[eio]|del (?:sistema|tuo sviluppatore)|che ti (?:hanno|sono)|finora|original[ei]',
    everything:
      'tutto (?:quello|cio|quanto)(?: \\S+){0,4} (?:detto|precede|prima|sopra|chiesto|imparato|scritto)|tutto il resto di prima',
    heading:
      '(?:nuov[aeio]|important[ei]) (?:istruzion[ei]|ordin[ei]|direttiv[ae])(?: important[ei])?|(?:nota|messaggio|avviso) (?:di|del) sistema',
  },
  pt: {
    earlier:
      'anterior(?:es)?|previ[oa]s?|iniciais|acima|que (?:voce )?(?:recebeu|te deram|lhe deram|foram dadas)|recebidas?|do (?:sistema|desenvolvedor)|ate (?:agora|aqui)|originais',
    everything:
      'tudo (?:(?:o )?que(?: \\S+){0,4} (?:dito|disse|disseram|antes|acima|aprendeu|pedido|pediram|veio)|isso acima|anterior)',
    heading:
      '(?:nov[ao]s?|importantes?) (?:instruc(?:ao|oes)|ordens|diretrizes)(?: importantes?)?|(?:nota|mensagem|alerta) (?:do|de) sistema',
  },
  hi: {
    earlier: 'पिछल[ेाी]|पहले|पूर्व|ऊपर|अब तक|पुरान[ेाी]|मूल|शुरुआती|दिए गए|सिस्टम',
    everything: '(?:पहले|ऊपर|अब तक)(?: \\S+){0,3} (?:सब कुछ|सारी बातें|सारी बातों|सभी बातों|कही गई बात)',
    heading: '(?:नए|नया|महत्वपूर्ण|नये) (?:निर्देश|आदेश)|सिस्टम (?:नोट|संदेश|सूचना|अलर्ट)',
  },
  th: {
    earlier: 'ก่อนหน้า|ก่อนนี้|ข้างต้น|ด้านบน|ที่ผ่านมา|เดิม|ที่ได้รับ|ของระบบ|ทั้งหมด',
    everything: 'ทุกอย่าง(?:ที่|ก่อน|ข้าง|ด้าน)|ทั้งหมด(?:ที่(?:พูด|บอก|กล่าว)|ก่อน|ข้าง|ด้าน)',
    heading: '(?:คำสั่ง|คำแนะนำ)ใหม่|(?:หมายเหตุ|ข้อความ|ประกาศ)(?:จาก|ของ)?ระบบ',
  },
};
