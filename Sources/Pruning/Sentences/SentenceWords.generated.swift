// swift-format-ignore-file
// Made of docs/sentence-splitting.md by Tools/generate/sentence_words.py (make sentence-words): do not edit.

/// The words that sentence splitting knows, abbreviations without their last point.
enum SentenceWords {
  /// A sentence never ends with one of these.
  static let never = words(
    """
      mr mrs ms mx dr prof rev hon gen col maj capt cpt cmdr lt sgt pvt sen rep gov messrs st mt \
      vs e.g i.e eg ie cf viz approx resp incl excl esp Op hr fr frl dipl ing bzw bspw z.b d.h u.a \
      o.ä u.u s.o s.u v.a z.t ca vgl evtl ggf inkl exkl zzgl sog insb geb gest hrsg str tel mio \
      mrd einschl hl mme mlle mm mgr env p.ex ste boul Bd sr sra srta sres srs srtas dra dres \
      profa ud uds vd vds lic arq gral tte cnel sgto hno hna pbro avda dña p.ej Fco Sta Sto Cap \
      exmo exma ilmo ilma Dep Eng Pe sig sigg sig.ra sig.na dott dott.ssa prof.ssa avv geom cfr \
      v.le p.za c.so Arch Rag Cav dhr mevr bijv mej jhr drs o.a d.w.z m.b.t i.v.m Mw ul św im np \
      tzw tzn m.in ww ws inż płk ppłk kpt por sierż asp podkom nadkom ks abp kard paraf pocz Bp sv \
      tzv tř nám judr mudr phdr rndr mvdr paeddr např napr npor pplk prap Bc t.ex bl.a s.k f.d \
      d.v.s dvs p.g.a t.o.m fr.o.m jfr m.a.o f.eks hhv vedr skt kgl fil.dr fil.mag fil.kand u.þ.b \
      t.d þ.e doç yrd uzm öğr arş ecz bkz m.ö m.s Av Gör Müh Mah Cad Sok Blv Sn Ord Alb Yb Yzb Tğm \
      jl jln dsn sdr bpk yth letkol letjen mayjen brigjen irjen Ir Tn Ny Nn Hj Tb Jend Kapt Gg Kec \
      Kab Kel Dk Ust dl ifj özv ún Sf им ул т.е т.к проф св акад кн тов просп пл наб пер обл напр \
      ред изд лат англ нем греч т.н ім вул див ісп т.зв тзв δρ κκ κα βλ π.χ λ.χ δηλ αγ Յու Էդ Հր \
      Ստ Ընկ ընկ պրոֆ դոկ डॉ डा प्रो प्रा पं स्व ডা ড প্রো ਡਾ ਪ੍ਰੋ ડૉ ડો પ્રો డా డాక్టర్ ಡಾ ഡോ \
      டாக்டர் திரு
    """)

  /// A sentence may end with one of these, where a first word follows.
  static let maybe = words(
    """
      etc inc ltd co corp bros jr doc dept univ assn ave blvd rd jan feb apr jun jul aug sep sept \
      oct nov dec usw dgl al cie ltda şti Cia Cía Rt Kft Bt Zrt Nyrt PT RS tp TS BS KS LS GS PGS \
      ThS NSND др пр κλπ κ.λπ κ.ά
    """)

  /// These belong to the number that follows.
  static let beforeNumber = words(
    """
      no nos nr art artt p pp vol vols fig figs sec sect ch chap eq eqs ex par rs ext ver v n abs \
      bd kap ziff abb tab s rn num n° nº n.º apt núm pág págs pag pagg cap tel fax tlf okt dez mrz \
      janv févr avr juil déc ust pkt poz lit rys godz ok ur zm obr čl odst ods sid kl stk ss hlm \
      hal tgl pct alin kb sz стр рис гл разд род ок тел мал ст αριθ αρ σελ άρθ εικ
    """)

  /// The second words of titles and the like: behind another point they have one of their own.
  static let afterPoint = words(
    """
      med rer nat phil jur habil hab oec pol theol vet dent sc techn agr iur h.c ex ej mag kand
    """)

  /// Names of eras: the point before one is an abbreviation's.
  static let beforeEra = words(
    """
      Chr Kr Hr Cr
    """)

  /// A year and a century, behind a number.
  static let years = words(
    """
      r г гг в вв р рр م
    """)

  /// An era, without the spaces that may be in it.
  static let eras = words(
    """
      н.э н.е n.e n.l J.-C a.C d.C f.Kr e.Kr î.Hr π.Χ μ.Χ ق.م
    """)

  /// A number behind one of these is an ordinal, if a name follows.
  static let beforeOrdinal = words(
    """
      der die das den dem des im am vom zum zur beim det az Papa Sultan Kral Kralı Padişah \
      İmparator
    """)

  /// A number before one of these is an ordinal.
  static let afterOrdinal = words(
    """
      Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember \
      Jahrhundert Jahrhunderts Jahrestag Geburtstag Platz Auflage Kapitel Klasse Mal Runde Stock \
      Tag Woche Lebensjahr Weltkrieg Liga Spieltag Dünya Yüzyıl Lig
    """)

  /// Words that sentences begin with.
  static let starters = words(
    """
      A An The This That These Those He She It They We You I His Her Its Their Our My Your In On \
      At But And Or So By For From With To Of As If When While After Before Since Because Although \
      Though However Then There Here What Where Why How Who Which Not No Yes Some Many Most All \
      Each Every Both One Another Other Such Also During Under Over Despite Thus Therefore \
      Moreover Meanwhile Finally Today Let Do Does Did Is Are Was Were Has Have Had Can Could Will \
      Would Should Der Die Das Den Dem Ein Eine Einen Er Sie Es Wir Ihr Ich Im Am Auf Aus Bei Mit \
      Nach Vor Zu Zum Zur Für Durch Über Und Aber Oder Denn Doch Auch Diese Dieser Dieses Damit \
      Dann Danach Dort Hier Als Wenn Weil Nur Noch Seit Seine Ihre Il Elle Ils Elles Les Un Une \
      Des Dans En Par Pour Avec Et Mais Si Comme Quand Lorsque Après Avant Selon Cet Ce Cette Ces \
      Ses Leur Nous Vous Je Au Aux Depuis Cela El Los Las La Ella Ellos Con Pero Y Cuando Después \
      Antes Según Este Esta Ese Esa Esto Su Sus También Fue Tras Ya Aún Se Lo O Os Um Uma Ele Ela \
      Eles Elas Na Nos Nas Em Com Mas E Não Quando Depois Segundo Isso Isto Seu Sua Também Foi Ao \
      Pelo Pela Após Já Ainda Gli Nel Nella Nei Per Dopo Prima Questo Questa Suo Anche Fu Già Alla \
      Tra Fra È Het Een Hij Zij Ze Wij Ik Dit Dat Deze Maar Toen Voor Op Aan Uit Om Ook Niet W Z \
      Po Ale Jest Ten Ta Te Ona Oni Jego Jej Jak Dla Przy Od Za Nie Tak Także Jeśli Jeżeli Kiedy \
      Gdy Jednak Dlatego Był Była Było Przed Podczas Wtedy Potem Następnie V Ve S Byl Byla Bylo \
      Její Jejich Pro Při Také Když Pokud Však Proto Podle Potom Vo Zo Keď Ak Pri Aj Bol Bola Bolo \
      Podľa Det Ett Han Hon Hun Jag Jeg På Från För Som Och Og När Når Efter Etter Där Detta Dette \
      Denna Denne Hans Hennes Sedan Nu Så Även Också Till Vid Ved Bu Bir Ama Fakat Ancak Onun \
      Onlar Biz Siz Şu Bunun Bunlar Böyle Daha Sonra Önce İçin Çok Hem Ne Nasıl Eğer Çünkü Ayrıca \
      Yine Bunu Hän Tämä Nämä Mutta Ja Kun Jos Myös Hänen Heidän Ei Että Sitten Az Ez Egy És Nem \
      Hogy Amikor Mert Ő În Și Dar Ea Acest Această Acesta Cu Din Dacă Când După Pentru Ia Dia \
      Mereka Kami Kita Saya Ini Itu Pada Dari Dengan Untuk Dalam Ketika Setelah Sebelum Namun \
      Tetapi Karena Jika Selain Menurut Sebagai Kemudian Ông Bà Chị Tôi Họ Nó Đây Đó Các Những Một \
      Trong Khi Sau Trước Theo Với Cho Để Nhưng Nếu Vì Ngoài Năm Ngày Tại Hiện Không В На С По И \
      Но А Он Она Они Оно Это Эта Этот Эти Как Для После При Так Также Если Когда Однако Поэтому \
      Его Её Ее Их Мы Вы Я Из За До От К Во Со Среди Затем Потом Тогда Кроме Все Не Что У З Із Та \
      Й Але Він Вона Вони Це Цей Ця Ці Після Також Якщо Коли Тому Її Їх Ми Ви Від Під Що Ο Η Το Οι \
      Τα Στο Στη Στην Στον Και Αλλά Αυτό Αυτή Αυτός Ένα Μια Για Με Από Όταν Αν Δεν Είναι Ήταν Σε \
      Κατά Μετά Πριν Ως وقد وكان وكانت وفي ومن كما كان كانت قد لقد هذا هذه ذلك تلك هو هي في من على \
      إلى بعد قبل لكن ولكن ثم وهو وهي وهذا وهذه أما لم لا وتم وعلى وبعد הוא היא הם זה זו של על את \
      אבל גם כי לא אם כאשר
    """)

  /// Thai: behind a space they go on with the sentence.
  static let thaiOn = parts(
    """
      และ คือ ซึ่ง ได้ รวม เช่น ก็ เพื่อ โดย หรือ พร้อม จึง อัน ไป มา จะ ว่า ทำให้ เป็น แล้ว เพราะ \
      แต่ ต้อง อยู่ ถูก จน
    """)

  /// Thai: before a space they leave the sentence open.
  static let thaiOpen = parts(
    """
      ก็ตาม เช่น คือ ว่า ของ และ หรือ เดือน ๆ ฯ
    """)

  /// Thai: behind a space they begin a sentence.
  static let thaiFirst = parts(
    """
      ใน นอก เมื่อ อย่างไร ส่วน ถ้า แม้ หาก สำหรับ หลัง ดังนั้น ต่อมา จากนั้น การ ความ เธอ พวก ฉัน \
      มัน นี่ สิ่ง ปัจจุบัน อีก ขณะ มี ผู้ นัก เมือง ผล วัน
    """)

  /// Thai: before a space they end a sentence.
  static let thaiLast = parts(
    """
      กล่าว ด้วย เลย แล้ว เอง กัน ครับ ค่ะ คะ นะ
    """)
}
