package dev.lvs.agent.probe;

import java.nio.ByteBuffer;

/**
 * The exchange of one probe, once it is connected: pure, and used by one thread.
 *
 * <p>None of the methods throws for bytes that a server sends, however malformed.
 */
public interface Dialogue {
  /** Continues after the connection was made. */
  Step connected();

  /**
   * Continues after bytes came.
   *
   * @param bytes those that are new; taken before it returns
   */
  Step received(ByteBuffer bytes);

  /** Continues after the server ended the connection in order; nothing comes any more. */
  Step ended();

  /**
   * Returns what is missing while nothing comes, for the reason of a timeout, e.g. {@code no
   * answer}.
   */
  String missing();

  /** Returns whether a server that says nothing in time works: of datagrams that nobody refused. */
  default boolean mayBeSilent() {
    return false;
  }

  /** Next step of the probe. */
  sealed interface Step {
    /** More bytes have to come. */
    Step WAIT = new Send(Bytes.NONE);

    /** Sends these bytes, and then waits for more. */
    record Send(Bytes bytes) implements Step {}

    /** The probe is over. */
    record Done(ProbeResult result) implements Step {}

    /** Sends a copy of these bytes. */
    static Step send(byte[] bytes) {
      return new Send(Bytes.of(bytes));
    }

    /** The server works. */
    static Step passed() {
      return new Done(ProbeResult.Passed.PLAIN);
    }

    /** The server does not work, for this reason. */
    static Step failed(String reason) {
      return new Done(new ProbeResult.Failed(reason));
    }
  }
}
