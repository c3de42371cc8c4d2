package dev.lvs.agent.kernel;

import dev.lvs.agent.netlink.Transport;
import java.nio.ByteBuffer;

/** Ends an agent at one of its system calls, as kill -9 does. */
final class Mortality {
  private int left;

  /**
   * @param calls how many succeed before the end
   */
  Mortality(int calls) {
    this.left = calls;
  }

  /** The end. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Transport around(Transport transport) {
    return new Transport() {
      @Override
      public void send(ByteBuffer messages) {
        live();
        transport.send(messages);
      }

      @Override
      public int receive(ByteBuffer into) {
        live();
        return transport.receive(into);
      }

      @Override
      public void reset() {
        transport.reset();
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }

  private void live() {
    if (left-- <= 0) {
      throw new Killed();
    }
  }
}
