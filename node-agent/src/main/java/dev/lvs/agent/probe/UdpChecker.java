package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checks that a server answers a datagram, or, where no answer is expected, that it is not refused
 * (ICMP port unreachable) until the timeout.
 *
 * @param payload sent once; it may be empty
 * @param expected the text that the answer has to have; empty takes any
 * @param silence whether no answer counts as success
 */
public record UdpChecker(Bytes payload, Optional<Expectation> expected, boolean silence)
    implements Checker {
  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.UDP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Datagram(target);
  }

  private final class Datagram implements Dialogue {
    private final Target target;

    Datagram(Target target) {
      this.target = target;
    }

    @Override
    public Step connected() {
      return new Step.Send(payload);
    }

    @Override
    public Step received(ByteBuffer bytes) {
      byte[] answer = new byte[bytes.remaining()];
      bytes.get(answer);
      if (expected.isEmpty()) {
        return Step.passed();
      }
      Expectation wanted = expected.get();
      int found = wanted.find(answer, answer.length);
      if (found == Expectation.GIVEN_UP) {
        return Step.failed(Expectation.tooDear(wanted, "the answer of " + target));
      }
      return found >= 0
          ? Step.passed()
          : Step.failed("the answer of " + target + " does not have " + wanted.title());
    }

    @Override
    public Step ended() {
      // an empty datagram, which is an answer
      return received(ByteBuffer.allocate(0));
    }

    @Override
    public String missing() {
      return "no answer";
    }

    @Override
    public boolean mayBeSilent() {
      return silence;
    }
  }
}
