// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// What ties a frame to its session and to other frames: all of it inferred.
extension FrameDrawing {
    func drawSession(_ plan: inout Plan) {
        plan.generated(.stream, UInt64(unit.stream))
        let session = conversation.observer.summary(observation.session)
        // Before the server hello, on the first pass, there is none.
        guard session.id != 0 || session.suite != nil else { return }
        plan.subtree(.session, 0..<0)
        if session.id != 0 { plan.generated(.sessionID, session.id) }
        if let suite = session.suite { plan.generated(.sessionSuite, UInt64(suite.id.rawValue)) }
        drawKeyLink(&plan)
        if let source = observation.keySource { plan.generated(.keySource) { write(source, session, to: &$0) } }
        if let previous = conversation.finding(finding.links.previousRecord) {
            plan.generated(.timeDelta, duration(since: previous))
        }
        if let request = conversation.finding(finding.links.request) {
            plan.generated(.requestIn, UInt64(request.frame))
            plan.generated(.responseTime, duration(since: request))
        }
        if finding.links.completion != verdict, let completion = conversation.finding(finding.links.completion) {
            plan.generated(.completedIn, UInt64(completion.frame))
        }
        if let reply = conversation.finding(finding.links.reply) { plan.generated(.replyIn, UInt64(reply.frame)) }
        plan.end()
    }

    private func drawKeyLink(_ plan: inout Plan) {
        let links = conversation.links(finding)
        guard let keys = conversation.finding(links.keys), let first = conversation.finding(links.firstRecord) else {
            return
        }
        if links.keys == verdict { plan.generated(.firstRecordIn, UInt64(first.frame)) }
        if links.firstRecord == verdict { plan.generated(.keysIn, UInt64(keys.frame)) }
    }

    private func duration(since other: Finding) -> UInt64 {
        UInt64(bitPattern: finding.time.nanoseconds(since: other.time))
    }

    private func write(_ source: KeySource, _ session: SessionSummary, to text: inout PlanText) {
        switch source.kind {
        case .presharedKey:
            text.write("pre-shared key")
            if !session.keyID.isEmpty {
                text.write(" ")
                text.write(session.keyID.rawSpan)
            }
        case .privateKey: text.write("private key")
        case .keyLog: text.write("key log")
        case .trying: text.write("a key found by trying")
        }
        keys.write(source.place, after: ", ", to: &text)
    }
}
