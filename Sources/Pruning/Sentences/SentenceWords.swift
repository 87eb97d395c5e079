/// The words that sentence splitting knows; abbreviations without their last point and in lower case.
enum SentenceWords {
  /// A sentence never ends with one of these.
  static let never = words(
    """
      mr mrs ms mx dr prof rev hon gen col maj capt cpt cmdr lt sgt sen rep gov messrs mme mlle mm mgr \
      st mt vs e.g i.e eg ie cf viz approx resp incl excl esp hr fr dipl ing bzw bspw z.b d.h u.a o.ä \
      u.u s.o s.u v.a z.t ca vgl evtl ggf inkl exkl zzgl sog insb geb gest hrsg str tel mio mrd einschl \
      env p.ex sr sra srta dra ud uds sig dott avv dhr mevr bijv им ул т.е т.к проф
    """)

  /// A sentence may end with one of these, where a ``starters`` word follows.
  static let maybe = words(
    """
      etc inc ltd co corp bros jr dept univ assn ave blvd rd jan feb apr jun jul aug sep sept oct nov \
      dec usw dgl al cie др пр гг
    """)

  /// These belong to the number that follows.
  static let beforeNumber = words(
    """
      no nos nr art p pp vol vols fig figs sec sect ch chap eq eqs ex par rs ext ver v n abs bd kap ziff \
      abb tab s rn num n° núm pág стр рис
    """)

  /// Words that sentences begin with.
  static let starters = words(
    """
      A An The This That These Those He She It They We You I His Her Its Their Our My Your In On At But \
      And Or So By For From With To Of As If When While After Before Since Because Although Though \
      However Then There Here What Where Why How Who Which Not No Yes Some Many Most All Each Every Both \
      One Another Other Such Also During Under Over Despite Thus Therefore Moreover Meanwhile Finally \
      Today Let Do Does Did Is Are Was Were Has Have Had Can Could Will Would Should Der Die Das Den Dem \
      Ein Eine Einen Er Sie Es Wir Ihr Ich Im Am Auf Aus Bei Mit Nach Vor Zu Zum Zur Für Durch Über Und \
      Aber Oder Denn Doch Auch Diese Dieser Dieses Damit Dann Dort Hier Als Wenn Weil Nur Noch Seit \
      Seine Ihre Il Elle Ils Elles Les Une Ce Cette Nous Vous Je Mais El Ella Ellos Pero
    """)

  /// German words that an ordinal number stands before.
  static let afterOrdinal = words(
    """
      Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember \
      Jahrhundert Jahrhunderts Jahrestag Geburtstag Platz Auflage Kapitel Klasse Mal Runde Stock Tag \
      Woche
    """)

  /// Words are compared by their scalars, as canonical equivalence is none of the specification's.
  private static func words(_ text: String) -> Set<[UInt32]> {
    Set(text.unicodeScalars.split(separator: " ").map { $0.map(\.value) })
  }
}
