import Pruning
import Testing

/// What docs/sentence-splitting.md knows of languages and scripts: `│` marks where a sentence ends.
@Suite struct SentenceLanguageTests {
  @Test(arguments: [
    "The tower fell.[a] │Nobody knew.[note 1] │It was old.[3]:12 │Then it rained.² │So it was.[3]: 4–5 │Next.",
    "True.[citation needed][4] │Yes.† │No.¹⁷ │It is 5 m².[b]c",
    "He saw it.[Then he left]and stayed. │[1] Yes",
    "灯台です。[1]│次。²│山",
    "Great! 😀 │Next one.🎉 │Then👍🏽🎉 it goes. │Bye! ❤️ 👋 │End", "Oh! │😀Yes", "✅ Fast. │✅ Small. │✅ Safe.",
    "すごい！😀│次。│はい", "So it goes. 😀\n│Next", "Dr. 😀 Smith",
  ])
  func footnotesAndEmojiBelongToTheMark(marked: String) { expectSplit(marked) }

  @Test(arguments: [
    "Τι πράξαμε; │Περιοριστήκαμε. │«Ποιος είναι;» │Κανείς δεν ξέρει... │Γιατί…; │Ήταν αργά\u{37E} │Ναι",
    "Για γωνίες α; Και β; όχι. │Τι; ναι", "One; Two; Three",
    "Նա գնաց տուն: │Կանանց մրցումներում հաղթեց «Դինամոն»: │Այո՛: │Ոչ", "Սա է: այո. │Ժամը 12:30 է",
    "One: Two",
    "He chose᱾ │Next꯫ │Next፨ │Next︒ │Next﹒ │Next‽ │Next﹗ │Next",
    "He chose‽ she said. │Next",
  ])
  func marksOfScripts(marked: String) { expectSplit(marked) }

  @Test(arguments: [
    "Rura w ul. Matejki przy kościele św. Michała. │To tzw. Flis, np. Wisłą, o godz. 17.15 w art. 2 ust. 3. │Tak",
    "Pan doc. Ing. Horák, tzv. Hrad u sv. Michala. │Řím a Čl. 5, resp. JUDr. Malý. │Ano",
    "Det var bl.a. Stockholm, dvs. Sverige, kl. 8 och fil. kand. Anna. │Sedan kom han av. │Nu",
    "Prof. Dr. Öğr. Üyesi Ali, Doç. Veli ve Av. Can geldi, bkz. Ek 2. │Sonra M.Ö. 300 yılı.",
    "O Sr. Silva, a Profa. Ana e o Exmo. Juiz, Av. Brasil, lei nº. 8.880, p. ex. Lisboa. │Depois saiu.",
    "Menurut Tn. Osborne dan Ny. Clinton di Jl. Sudirman, Ir. Soekarno dan Drs. Hatta. │Itu benar.",
    "Từ TP. HCM đến Hà Nội, GS. TS. Nguyễn và ThS. Lê. │Sau đó.",
    "قال د. أحمد إن المدينة قديمة. │وقد بنيت ص. 5",
    "El Lic. Pérez vive en EE. UU. │La Ing. Gómez y el Arq. Ruiz, los RR. HH. Díaz.",
    "L'Avv. Rossi, l’ing. Bianchi e il Dott. Verdi, V.le Roma. │Poi andarono. │It can't. │Police said it's. │Yes",
    "Dr. med. Meyer, Dr. rer. nat. Roth und Dipl.-Ing. Kern kamen. │Er kommt med. │Otto",
    "डॉ. शर्मा और प्रो. वर्मा एम.ए. पास हैं। │बी.सी. रॉय", "Ул. Мира, им. Ленина, св. Пётр. │Потом",
    "κ. Παππάς, βλ. Δρ. Νικολάου, αριθ. 5. │Ναι", "ดร. สมชาย มาเวลา 10.00 น. วันนี้",
    "A. A. Milne wrote it with A. I. Rabin. │A bear came. │Go ir. │Ir. Hatta went to the US. │It rained.",
  ])
  func abbreviations(marked: String) { expectSplit(marked) }

  @Test(arguments: [
    "W 1492 r. Kolumb pożeglował. │Wróciło do łask dopiero po wojnie, w 1960 r. │Zajęcia trwały od XIV w. │Potem nie.",
    "В 44 г. до н. э. Цезарь жил в Риме. │Это было давно, примерно в 753 г. до н. э. │Город рос. │Он жил в г. Москва.",
    "Řím stál kolem roku 3300 př. n. l. │Později padl.",
    "En 44 av. J.-C. César est mort. │La ville est prise en 44 av. J.-C. │Rome part, ap. J.-C. aussi.",
    "Um 300 v. Chr. wurde es gebaut. │Es steht seit 100 n. Chr. │Rom blieb.",
    "Er heiratete den 3. Duke von York im 2. Akt. │Er kam am 12. │Danach ging er. │Er war 12. │Otto kam.",
    "Papa VI. Paul ve II. Dünya Savaşı. │Charles II. │Raja datang. │See part IV. │The end",
  ])
  func datesAndOrdinals(marked: String) { expectSplit(marked) }

  @Test(arguments: [
    // Without a word that says more, from 40 scalars on.
    "แม่น้ำไหลผ่านทุ่งกว้างและลงสู่ทะเลทางทิศใต้ │น้ำอุ่นตลอดปี", "แม่น้ำไหลผ่านทุ่งกว้าง น้ำอุ่นตลอดปี",
    // A word that begins a sentence, one that ends it; one that goes on, one that leaves it open.
    "แม่น้ำไหลผ่านทุ่งกว้าง │นอกจากนี้น้ำอุ่นตลอดปี", "แม่น้ำไหลผ่านทุ่งครับ │น้ำอุ่นตลอดปี",
    "แม่น้ำไหลผ่านทุ่งกว้างและลงสู่ทะเลทางทิศใต้ ซึ่งน้ำอุ่นตลอดปี", "แม่น้ำไหลผ่านทุ่งกว้างและลงสู่ทะเลทางใต้ต่างๆ น้ำอุ่น",
    // Burmese, Khmer and Lao have no such words here.
    String(repeating: "ក", count: 59) + " ក", String(repeating: "ក", count: 60) + " │ក",
  ])
  func spaces(marked: String) { expectSplit(marked) }
}

private func expectSplit(_ marked: String, _ location: SourceLocation = #_sourceLocation) {
  let expected = marked.split(separator: "│").map(String.init)
  let pieces = SentenceSplitter.split(expected.joined())
  #expect(
    pieces.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(pieces)", sourceLocation: location)
}
