package dev.lvs.agent.kernel;

import dev.lvs.agent.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** A transport on which some of the replies are damaged on their way. */
final class TamperingTransport implements Transport {
  private static final int HEADER = 16;
  private static final int SEQUENCE = 8;
  private static final int[] LENGTHS = {0, 1, 3, 4, 5, 8, 9, 20, 33, 0x7fff, 0x8004, 0xffff};

  private final Transport transport;
  private final Random random;

  TamperingTransport(Transport transport, Random random) {
    this.transport = transport;
    this.random = random;
  }

  @Override
  public void send(ByteBuffer messages) {
    transport.send(messages);
  }

  @Override
  public int receive(ByteBuffer into) {
    int length = transport.receive(into);
    if (length <= HEADER || length > into.limit() || random.nextInt(3) > 0) {
      return length;
    }
    ByteBuffer bytes = into.duplicate().order(ByteOrder.nativeOrder());
    for (int i = random.nextInt(4); i >= 0; i--) {
      // the number of the question stays mostly, or the reply is simply passed over
      int at = random.nextInt(20) == 0 ? SEQUENCE : HEADER + random.nextInt(length - HEADER);
      switch (random.nextInt(4)) {
        case 0 -> bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        case 1 -> bytes.put(at, (byte) random.nextInt(256));
        case 2 -> {
          int aligned = at & ~3;
          if (aligned + Short.BYTES <= length) {
            boolean near = random.nextBoolean();
            int length16 =
                near
                    ? bytes.getShort(aligned) + random.nextInt(9) - 4
                    : LENGTHS[random.nextInt(LENGTHS.length)];
            bytes.putShort(aligned, (short) length16);
          }
        }
        default -> bytes.putInt(0, random.nextBoolean() ? random.nextInt() : at);
      }
    }
    return random.nextInt(6) == 0 ? HEADER + random.nextInt(length - HEADER + 1) : length;
  }

  @Override
  public void reset() {
    transport.reset();
  }

  @Override
  public void close() {
    transport.close();
  }
}
