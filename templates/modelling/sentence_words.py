"""The words that the sentence splitter knows, abbreviations without their last point.

Made of docs/sentence-splitting.md by Tools/generate/sentence_words.py (make sentence-words): do not edit.
"""

# ---- joined from here on ----

# A sentence never ends with one of these.
_NEVER = frozenset(
    "mr mrs ms mx dr prof rev hon gen col maj capt cpt cmdr lt sgt pvt sen rep gov messrs st mt vs e.g i.e eg "
    "ie cf viz approx resp incl excl esp Op hr fr frl dipl ing bzw bspw z.b d.h u.a o.\u00e4 u.u s.o s.u v.a "
    "z.t ca vgl evtl ggf inkl exkl zzgl sog insb geb gest hrsg str tel mio mrd einschl hl mme mlle mm mgr env "
    "p.ex ste boul Bd sr sra srta sres srs srtas dra dres profa ud uds vd vds lic arq gral tte cnel sgto hno "
    "hna pbro avda d\u00f1a p.ej Fco Sta Sto Cap exmo exma ilmo ilma Dep Eng Pe sig sigg sig.ra sig.na dott "
    "dott.ssa prof.ssa avv geom cfr v.le p.za c.so Arch Rag Cav dhr mevr bijv mej jhr drs o.a d.w.z m.b.t "
    "i.v.m Mw ul \u015bw im np tzw tzn m.in ww ws in\u017c p\u0142k pp\u0142k kpt por sier\u017c asp podkom "
    "nadkom ks abp kard paraf pocz Bp sv tzv t\u0159 n\u00e1m judr mudr phdr rndr mvdr paeddr nap\u0159 napr "
    "npor pplk prap Bc t.ex bl.a s.k f.d d.v.s dvs p.g.a t.o.m fr.o.m jfr m.a.o f.eks hhv vedr skt kgl fil.dr "
    "fil.mag fil.kand u.\u00fe.b t.d \u00fe.e do\u00e7 yrd uzm \u00f6\u011fr ar\u015f ecz bkz m.\u00f6 m.s Av "
    "G\u00f6r M\u00fch Mah Cad Sok Blv Sn Ord Alb Yb Yzb T\u011fm jl jln dsn sdr bpk yth letkol letjen mayjen "
    "brigjen irjen Ir Tn Ny Nn Hj Tb Jend Kapt Gg Kec Kab Kel Dk Ust dl ifj \u00f6zv \u00fan Sf \u0438\u043c "
    "\u0443\u043b \u0442.\u0435 \u0442.\u043a \u043f\u0440\u043e\u0444 \u0441\u0432 \u0430\u043a\u0430\u0434 "
    "\u043a\u043d \u0442\u043e\u0432 \u043f\u0440\u043e\u0441\u043f \u043f\u043b \u043d\u0430\u0431 "
    "\u043f\u0435\u0440 \u043e\u0431\u043b \u043d\u0430\u043f\u0440 \u0440\u0435\u0434 \u0438\u0437\u0434 "
    "\u043b\u0430\u0442 \u0430\u043d\u0433\u043b \u043d\u0435\u043c \u0433\u0440\u0435\u0447 \u0442.\u043d "
    "\u0456\u043c \u0432\u0443\u043b \u0434\u0438\u0432 \u0456\u0441\u043f \u0442.\u0437\u0432 "
    "\u0442\u0437\u0432 \u03b4\u03c1 \u03ba\u03ba \u03ba\u03b1 \u03b2\u03bb \u03c0.\u03c7 \u03bb.\u03c7 "
    "\u03b4\u03b7\u03bb \u03b1\u03b3 \u0545\u0578\u0582 \u0537\u0564 \u0540\u0580 \u054d\u057f "
    "\u0538\u0576\u056f \u0568\u0576\u056f \u057a\u0580\u0578\u0586 \u0564\u0578\u056f \u0921\u0949 "
    "\u0921\u093e \u092a\u094d\u0930\u094b \u092a\u094d\u0930\u093e \u092a\u0902 \u0938\u094d\u0935 "
    "\u09a1\u09be \u09a1 \u09aa\u09cd\u09b0\u09cb \u0a21\u0a3e \u0a2a\u0a4d\u0a30\u0a4b \u0aa1\u0ac9 "
    "\u0aa1\u0acb \u0aaa\u0acd\u0ab0\u0acb \u0c21\u0c3e \u0c21\u0c3e\u0c15\u0c4d\u0c1f\u0c30\u0c4d "
    "\u0ca1\u0cbe \u0d21\u0d4b \u0b9f\u0bbe\u0b95\u0bcd\u0b9f\u0bb0\u0bcd \u0ba4\u0bbf\u0bb0\u0bc1".split()
)
# A sentence may end with one of these, where a first word follows.
_MAYBE = frozenset(
    "etc inc ltd co corp bros jr doc dept univ assn ave blvd rd jan feb apr jun jul aug sep sept oct nov dec "
    "usw dgl al cie ltda \u015fti Cia C\u00eda Rt Kft Bt Zrt Nyrt PT RS tp TS BS KS LS GS PGS ThS NSND "
    "\u0434\u0440 \u043f\u0440 \u03ba\u03bb\u03c0 \u03ba.\u03bb\u03c0 \u03ba.\u03ac".split()
)
# These belong to the number that follows.
_BEFORE_NUMBER = frozenset(
    "no nos nr art artt p pp vol vols fig figs sec sect ch chap eq eqs ex par rs ext ver v n abs bd kap ziff "
    "abb tab s rn num n\u00b0 n\u00ba n.\u00ba apt n\u00fam p\u00e1g p\u00e1gs pag pagg cap tel fax tlf okt "
    "dez mrz janv f\u00e9vr avr juil d\u00e9c ust pkt poz lit rys godz ok ur zm obr \u010dl odst ods sid kl "
    "stk ss hlm hal tgl pct alin kb sz \u0441\u0442\u0440 \u0440\u0438\u0441 \u0433\u043b "
    "\u0440\u0430\u0437\u0434 \u0440\u043e\u0434 \u043e\u043a \u0442\u0435\u043b \u043c\u0430\u043b "
    "\u0441\u0442 \u03b1\u03c1\u03b9\u03b8 \u03b1\u03c1 \u03c3\u03b5\u03bb \u03ac\u03c1\u03b8 "
    "\u03b5\u03b9\u03ba".split()
)
# The second words of titles and the like: behind another point they have one of their own.
_AFTER_POINT = frozenset(
    "med rer nat phil jur habil hab oec pol theol vet dent sc techn agr iur h.c ex ej mag kand".split()
)
# Names of eras: the point before one is an abbreviation's.
_BEFORE_ERA = frozenset(
    "Chr Kr Hr Cr".split()
)
# A year and a century, behind a number.
_YEARS = frozenset(
    "r \u0433 \u0433\u0433 \u0432 \u0432\u0432 \u0440 \u0440\u0440 \u0645".split()
)
# An era, without the spaces that may be in it.
_ERAS = frozenset(
    "\u043d.\u044d \u043d.\u0435 n.e n.l J.-C a.C d.C f.Kr e.Kr \u00ee.Hr \u03c0.\u03a7 \u03bc.\u03a7 "
    "\u0642.\u0645".split()
)
# A number behind one of these is an ordinal, if a name follows.
_BEFORE_ORDINAL = frozenset(
    "der die das den dem des im am vom zum zur beim det az Papa Sultan Kral Kral\u0131 Padi\u015fah "
    "\u0130mparator".split()
)
# A number before one of these is an ordinal.
_AFTER_ORDINAL = frozenset(
    "Januar J\u00e4nner Februar M\u00e4rz April Mai Juni Juli August September Oktober November Dezember "
    "Jahrhundert Jahrhunderts Jahrestag Geburtstag Platz Auflage Kapitel Klasse Mal Runde Stock Tag Woche "
    "Lebensjahr Weltkrieg Liga Spieltag D\u00fcnya Y\u00fczy\u0131l Lig".split()
)
# Words that sentences begin with.
_STARTERS = frozenset(
    "A An The This That These Those He She It They We You I His Her Its Their Our My Your In On At But And Or "
    "So By For From With To Of As If When While After Before Since Because Although Though However Then There "
    "Here What Where Why How Who Which Not No Yes Some Many Most All Each Every Both One Another Other Such "
    "Also During Under Over Despite Thus Therefore Moreover Meanwhile Finally Today Let Do Does Did Is Are "
    "Was Were Has Have Had Can Could Will Would Should Der Die Das Den Dem Ein Eine Einen Er Sie Es Wir Ihr "
    "Ich Im Am Auf Aus Bei Mit Nach Vor Zu Zum Zur F\u00fcr Durch \u00dcber Und Aber Oder Denn Doch Auch "
    "Diese Dieser Dieses Damit Dann Danach Dort Hier Als Wenn Weil Nur Noch Seit Seine Ihre Il Elle Ils Elles "
    "Les Un Une Des Dans En Par Pour Avec Et Mais Si Comme Quand Lorsque Apr\u00e8s Avant Selon Cet Ce Cette "
    "Ces Ses Leur Nous Vous Je Au Aux Depuis Cela El Los Las La Ella Ellos Con Pero Y Cuando Despu\u00e9s "
    "Antes Seg\u00fan Este Esta Ese Esa Esto Su Sus Tambi\u00e9n Fue Tras Ya A\u00fan Se Lo O Os Um Uma Ele "
    "Ela Eles Elas Na Nos Nas Em Com Mas E N\u00e3o Quando Depois Segundo Isso Isto Seu Sua Tamb\u00e9m Foi "
    "Ao Pelo Pela Ap\u00f3s J\u00e1 Ainda Gli Nel Nella Nei Per Dopo Prima Questo Questa Suo Anche Fu "
    "Gi\u00e0 Alla Tra Fra \u00c8 Het Een Hij Zij Ze Wij Ik Dit Dat Deze Maar Toen Voor Op Aan Uit Om Ook "
    "Niet W Z Po Ale Jest Ten Ta Te Ona Oni Jego Jej Jak Dla Przy Od Za Nie Tak Tak\u017ce Je\u015bli "
    "Je\u017celi Kiedy Gdy Jednak Dlatego By\u0142 By\u0142a By\u0142o Przed Podczas Wtedy Potem "
    "Nast\u0119pnie V Ve S Byl Byla Bylo Jej\u00ed Jejich Pro P\u0159i Tak\u00e9 Kdy\u017e Pokud V\u0161ak "
    "Proto Podle Potom Vo Zo Ke\u010f Ak Pri Aj Bol Bola Bolo Pod\u013ea Det Ett Han Hon Hun Jag Jeg P\u00e5 "
    "Fr\u00e5n F\u00f6r Som Och Og N\u00e4r N\u00e5r Efter Etter D\u00e4r Detta Dette Denna Denne Hans Hennes "
    "Sedan Nu S\u00e5 \u00c4ven Ocks\u00e5 Till Vid Ved Bu Bir Ama Fakat Ancak Onun Onlar Biz Siz \u015eu "
    "Bunun Bunlar B\u00f6yle Daha Sonra \u00d6nce \u0130\u00e7in \u00c7ok Hem Ne Nas\u0131l E\u011fer "
    "\u00c7\u00fcnk\u00fc Ayr\u0131ca Yine Bunu H\u00e4n T\u00e4m\u00e4 N\u00e4m\u00e4 Mutta Ja Kun Jos "
    "My\u00f6s H\u00e4nen Heid\u00e4n Ei Ett\u00e4 Sitten Az Ez Egy \u00c9s Nem Hogy Amikor Mert \u0150 "
    "\u00cen \u0218i Dar Ea Acest Aceast\u0103 Acesta Cu Din Dac\u0103 C\u00e2nd Dup\u0103 Pentru Ia Dia "
    "Mereka Kami Kita Saya Ini Itu Pada Dari Dengan Untuk Dalam Ketika Setelah Sebelum Namun Tetapi Karena "
    "Jika Selain Menurut Sebagai Kemudian \u00d4ng B\u00e0 Ch\u1ecb T\u00f4i H\u1ecd N\u00f3 \u0110\u00e2y "
    "\u0110\u00f3 C\u00e1c Nh\u1eefng M\u1ed9t Trong Khi Sau Tr\u01b0\u1edbc Theo V\u1edbi Cho \u0110\u1ec3 "
    "Nh\u01b0ng N\u1ebfu V\u00ec Ngo\u00e0i N\u0103m Ng\u00e0y T\u1ea1i Hi\u1ec7n Kh\u00f4ng \u0412 "
    "\u041d\u0430 \u0421 \u041f\u043e \u0418 \u041d\u043e \u0410 \u041e\u043d \u041e\u043d\u0430 "
    "\u041e\u043d\u0438 \u041e\u043d\u043e \u042d\u0442\u043e \u042d\u0442\u0430 \u042d\u0442\u043e\u0442 "
    "\u042d\u0442\u0438 \u041a\u0430\u043a \u0414\u043b\u044f \u041f\u043e\u0441\u043b\u0435 "
    "\u041f\u0440\u0438 \u0422\u0430\u043a \u0422\u0430\u043a\u0436\u0435 \u0415\u0441\u043b\u0438 "
    "\u041a\u043e\u0433\u0434\u0430 \u041e\u0434\u043d\u0430\u043a\u043e "
    "\u041f\u043e\u044d\u0442\u043e\u043c\u0443 \u0415\u0433\u043e \u0415\u0451 \u0415\u0435 \u0418\u0445 "
    "\u041c\u044b \u0412\u044b \u042f \u0418\u0437 \u0417\u0430 \u0414\u043e \u041e\u0442 \u041a \u0412\u043e "
    "\u0421\u043e \u0421\u0440\u0435\u0434\u0438 \u0417\u0430\u0442\u0435\u043c "
    "\u041f\u043e\u0442\u043e\u043c \u0422\u043e\u0433\u0434\u0430 \u041a\u0440\u043e\u043c\u0435 "
    "\u0412\u0441\u0435 \u041d\u0435 \u0427\u0442\u043e \u0423 \u0417 \u0406\u0437 \u0422\u0430 \u0419 "
    "\u0410\u043b\u0435 \u0412\u0456\u043d \u0412\u043e\u043d\u0430 \u0412\u043e\u043d\u0438 \u0426\u0435 "
    "\u0426\u0435\u0439 \u0426\u044f \u0426\u0456 \u041f\u0456\u0441\u043b\u044f "
    "\u0422\u0430\u043a\u043e\u0436 \u042f\u043a\u0449\u043e \u041a\u043e\u043b\u0438 "
    "\u0422\u043e\u043c\u0443 \u0407\u0457 \u0407\u0445 \u041c\u0438 \u0412\u0438 \u0412\u0456\u0434 "
    "\u041f\u0456\u0434 \u0429\u043e \u039f \u0397 \u03a4\u03bf \u039f\u03b9 \u03a4\u03b1 \u03a3\u03c4\u03bf "
    "\u03a3\u03c4\u03b7 \u03a3\u03c4\u03b7\u03bd \u03a3\u03c4\u03bf\u03bd \u039a\u03b1\u03b9 "
    "\u0391\u03bb\u03bb\u03ac \u0391\u03c5\u03c4\u03cc \u0391\u03c5\u03c4\u03ae "
    "\u0391\u03c5\u03c4\u03cc\u03c2 \u0388\u03bd\u03b1 \u039c\u03b9\u03b1 \u0393\u03b9\u03b1 \u039c\u03b5 "
    "\u0391\u03c0\u03cc \u038c\u03c4\u03b1\u03bd \u0391\u03bd \u0394\u03b5\u03bd "
    "\u0395\u03af\u03bd\u03b1\u03b9 \u0389\u03c4\u03b1\u03bd \u03a3\u03b5 \u039a\u03b1\u03c4\u03ac "
    "\u039c\u03b5\u03c4\u03ac \u03a0\u03c1\u03b9\u03bd \u03a9\u03c2 \u0648\u0642\u062f "
    "\u0648\u0643\u0627\u0646 \u0648\u0643\u0627\u0646\u062a \u0648\u0641\u064a \u0648\u0645\u0646 "
    "\u0643\u0645\u0627 \u0643\u0627\u0646 \u0643\u0627\u0646\u062a \u0642\u062f \u0644\u0642\u062f "
    "\u0647\u0630\u0627 \u0647\u0630\u0647 \u0630\u0644\u0643 \u062a\u0644\u0643 \u0647\u0648 \u0647\u064a "
    "\u0641\u064a \u0645\u0646 \u0639\u0644\u0649 \u0625\u0644\u0649 \u0628\u0639\u062f \u0642\u0628\u0644 "
    "\u0644\u0643\u0646 \u0648\u0644\u0643\u0646 \u062b\u0645 \u0648\u0647\u0648 \u0648\u0647\u064a "
    "\u0648\u0647\u0630\u0627 \u0648\u0647\u0630\u0647 \u0623\u0645\u0627 \u0644\u0645 \u0644\u0627 "
    "\u0648\u062a\u0645 \u0648\u0639\u0644\u0649 \u0648\u0628\u0639\u062f \u05d4\u05d5\u05d0 "
    "\u05d4\u05d9\u05d0 \u05d4\u05dd \u05d6\u05d4 \u05d6\u05d5 \u05e9\u05dc \u05e2\u05dc \u05d0\u05ea "
    "\u05d0\u05d1\u05dc \u05d2\u05dd \u05db\u05d9 \u05dc\u05d0 \u05d0\u05dd \u05db\u05d0\u05e9\u05e8".split()
)
# Thai: behind a space they go on with the sentence.
_THAI_ON = tuple(
    "\u0e41\u0e25\u0e30 \u0e04\u0e37\u0e2d \u0e0b\u0e36\u0e48\u0e07 \u0e44\u0e14\u0e49 \u0e23\u0e27\u0e21 "
    "\u0e40\u0e0a\u0e48\u0e19 \u0e01\u0e47 \u0e40\u0e1e\u0e37\u0e48\u0e2d \u0e42\u0e14\u0e22 "
    "\u0e2b\u0e23\u0e37\u0e2d \u0e1e\u0e23\u0e49\u0e2d\u0e21 \u0e08\u0e36\u0e07 \u0e2d\u0e31\u0e19 "
    "\u0e44\u0e1b \u0e21\u0e32 \u0e08\u0e30 \u0e27\u0e48\u0e32 \u0e17\u0e33\u0e43\u0e2b\u0e49 "
    "\u0e40\u0e1b\u0e47\u0e19 \u0e41\u0e25\u0e49\u0e27 \u0e40\u0e1e\u0e23\u0e32\u0e30 \u0e41\u0e15\u0e48 "
    "\u0e15\u0e49\u0e2d\u0e07 \u0e2d\u0e22\u0e39\u0e48 \u0e16\u0e39\u0e01 \u0e08\u0e19".split()
)
# Thai: before a space they leave the sentence open.
_THAI_OPEN = tuple(
    "\u0e01\u0e47\u0e15\u0e32\u0e21 \u0e40\u0e0a\u0e48\u0e19 \u0e04\u0e37\u0e2d \u0e27\u0e48\u0e32 "
    "\u0e02\u0e2d\u0e07 \u0e41\u0e25\u0e30 \u0e2b\u0e23\u0e37\u0e2d \u0e40\u0e14\u0e37\u0e2d\u0e19 \u0e46 "
    "\u0e2f".split()
)
# Thai: behind a space they begin a sentence.
_THAI_FIRST = tuple(
    "\u0e43\u0e19 \u0e19\u0e2d\u0e01 \u0e40\u0e21\u0e37\u0e48\u0e2d "
    "\u0e2d\u0e22\u0e48\u0e32\u0e07\u0e44\u0e23 \u0e2a\u0e48\u0e27\u0e19 \u0e16\u0e49\u0e32 "
    "\u0e41\u0e21\u0e49 \u0e2b\u0e32\u0e01 \u0e2a\u0e33\u0e2b\u0e23\u0e31\u0e1a \u0e2b\u0e25\u0e31\u0e07 "
    "\u0e14\u0e31\u0e07\u0e19\u0e31\u0e49\u0e19 \u0e15\u0e48\u0e2d\u0e21\u0e32 "
    "\u0e08\u0e32\u0e01\u0e19\u0e31\u0e49\u0e19 \u0e01\u0e32\u0e23 \u0e04\u0e27\u0e32\u0e21 "
    "\u0e40\u0e18\u0e2d \u0e1e\u0e27\u0e01 \u0e09\u0e31\u0e19 \u0e21\u0e31\u0e19 \u0e19\u0e35\u0e48 "
    "\u0e2a\u0e34\u0e48\u0e07 \u0e1b\u0e31\u0e08\u0e08\u0e38\u0e1a\u0e31\u0e19 \u0e2d\u0e35\u0e01 "
    "\u0e02\u0e13\u0e30 \u0e21\u0e35 \u0e1c\u0e39\u0e49 \u0e19\u0e31\u0e01 \u0e40\u0e21\u0e37\u0e2d\u0e07 "
    "\u0e1c\u0e25 \u0e27\u0e31\u0e19".split()
)
# Thai: before a space they end a sentence.
_THAI_LAST = tuple(
    "\u0e01\u0e25\u0e48\u0e32\u0e27 \u0e14\u0e49\u0e27\u0e22 \u0e40\u0e25\u0e22 \u0e41\u0e25\u0e49\u0e27 "
    "\u0e40\u0e2d\u0e07 \u0e01\u0e31\u0e19 \u0e04\u0e23\u0e31\u0e1a \u0e04\u0e48\u0e30 \u0e04\u0e30 "
    "\u0e19\u0e30".split()
)

