import CPackKernels
import Foundation
import Testing

@Suite struct EngineTests {
  @Test("The portable kernels run everywhere, the best is one that is supported")
  func isa() throws {
    #expect(ck_isa_supported(CK_ISA_PORTABLE))
    let best = try #require(KernelEngine(CK_ISA_BEST))
    #expect(best.use { ck_engine_isa($0) } == KernelEngine.isas.last)
    for isa in KernelEngine.isas {
      let engine = try #require(KernelEngine(isa))
      #expect(engine.use { ck_engine_isa($0) } == isa)
    }
  }

  @Test("An instruction set that the processor lacks is refused")
  func unsupported() {
    var engine: OpaquePointer?
    for isa in [CK_ISA_AVX2, CK_ISA_AVX512, ck_isa(rawValue: 99)] where !ck_isa_supported(isa) {
      #expect(ck_engine_create(1, isa, &engine) == CK_NOT_SUPPORTED)
      #expect(engine == nil)
    }
  }

  @Test("Engines come and go with their threads")
  func lifetime() throws {
    for threads in [0, 1, 2, 7] {
      for _ in 0..<20 {
        let engine = try #require(KernelEngine(CK_ISA_BEST, threads: threads))
        #expect(engine.use { ck_engine_threads($0) } == max(threads, 1))
      }
    }
    ck_engine_destroy(nil)
  }

  @Test("Threads that wait sleep, and wake for the next operation")
  func sleeping() throws {
    let engine = try #require(KernelEngine(CK_ISA_BEST, threads: 4))
    let test = LinearCase(rows: 100, inputs: 32, outputs: [256])
    let inputs = test.makeInputs()
    let first = runLinear(engine, test, inputs)
    let deadline = Date(timeIntervalSinceNow: 30)
    while engine.use({ ck_engine_sleeping($0) }) < 3, Date.now < deadline { usleep(1000) }
    #expect(engine.use { ck_engine_sleeping($0) } == 3)
    #expect(runLinear(engine, test, inputs) == first)
  }

  @Test("No memory is an answer")
  func memory() {
    #expect(ck_floats_allocate(Int.max / 2) == nil)
    let some = ck_floats_allocate(0)
    #expect(some != nil)
    ck_floats_free(some)
    ck_floats_free(nil)
  }
}
