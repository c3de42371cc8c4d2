package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;

/** Checks that a server accepts a TCP connection. */
public record TcpChecker() implements Checker {
  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.TCP;
  }

  @Override
  public Dialogue begin(Target target) {
    return Accepted.ONCE;
  }

  /** Dialogue without state: the connection is the answer. */
  private enum Accepted implements Dialogue {
    ONCE;

    @Override
    public Step connected() {
      return Step.passed();
    }

    @Override
    public Step received(ByteBuffer bytes) {
      return Step.passed();
    }

    @Override
    public Step ended() {
      return Step.passed();
    }

    @Override
    public String missing() {
      return "no connection";
    }
  }
}
