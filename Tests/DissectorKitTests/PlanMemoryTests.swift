// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

extension Note {
    fileprivate static let odd = Note("memory.expert.odd", .malformed, severity: .warning, message: "This is odd")
}

@Suite struct PlanMemoryTests {
    @Test("The memory that a host gives to a plan is the host's when the plan is gone")
    func hostMemory() {
        // What the plan is given begins inside of an allocation, so that giving any of it back ends the process.
        let pool = UnsafeMutableRawPointer.allocate(byteCount: 1 << 14, alignment: 16)
        defer { pool.deallocate() }
        _ = pool.initializeMemory(as: UInt8.self, repeating: 0, count: 1 << 14)
        let plans = UnsafeMutablePointer<dk_plan>.allocate(capacity: 2)
        defer { plans.deallocate() }
        plans.initialize(repeating: dk_plan(), count: 2)
        let memory = plans + 1
        memory.pointee.pool = pool
        memory.pointee.resize = { pool, _, _ in pool! + 64 }
        func addNote() {
            var plan = Plan(writingTo: memory, for: PDU(reportedLength: 0, isFirstPass: true))
            plan.note(.odd)
        }
        addNote()
        let (count, number) = (memory.pointee.step_count, memory.pointee.steps[0].field)
        #expect(count == 1 && number == Note.odd.number)
    }
}
