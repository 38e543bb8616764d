// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// The frame's ties to its session and to other frames: all of them are inferred.
extension FrameDrawing {
    func drawSession(into plan: inout Plan) {
        plan.inferred(.stream, UInt64(pdu.stream))
        let session = conversation.observer.summary(observation.session)
        // There is no session to show before the server hello, on the first pass.
        guard session.id != 0 || session.suite != nil else { return }
        plan.subtree(.session, at: 0..<0) { plan in
            if session.id != 0 { plan.inferred(.ownSessionID, session.id) }
            if let suite = session.suite { plan.inferred(.sessionSuite, UInt64(suite.id.rawValue)) }
            if header.isRecord, header.isProtected { plan.inferred(.keysKnown, decrypted.isEmpty ? 0 : 1) }
            drawKeyLink(into: &plan)
            if let source = observation.keySource {
                plan.inferred(.keySource) { text in
                    settings.keys.write(source, keyID: session.keyID) { text.write($0.rawSpan) }
                }
            }
            drawLinks(into: &plan)
        }
    }

    private func drawLinks(into plan: inout Plan) {
        if let previous = conversation.finding(finding.links.previousRecord) {
            plan.inferred(.timeDelta, duration(since: previous))
        }
        if let request = conversation.finding(finding.links.request) {
            plan.inferred(.requestIn, UInt64(request.frame))
            plan.inferred(.responseTime, duration(since: request))
        }
        if finding.links.completion != id, let completion = conversation.finding(finding.links.completion) {
            plan.inferred(.completedIn, UInt64(completion.frame))
        }
        if let reply = conversation.finding(finding.links.reply) { plan.inferred(.replyIn, UInt64(reply.frame)) }
    }

    private func drawKeyLink(into plan: inout Plan) {
        let links = conversation.links(finding)
        guard let keys = conversation.finding(links.keys), let first = conversation.finding(links.firstRecord) else {
            return
        }
        if links.keys == id { plan.inferred(.firstRecordIn, UInt64(first.frame)) }
        if links.firstRecord == id { plan.inferred(.keysIn, UInt64(keys.frame)) }
    }

    private func duration(since other: Finding) -> UInt64 {
        UInt64(bitPattern: finding.time.nanoseconds(since: other.time))
    }
}
