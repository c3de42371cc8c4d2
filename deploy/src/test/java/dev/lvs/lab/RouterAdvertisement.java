package dev.lvs.lab;

import dev.lvs.agent.syscall.PacketSocket;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A router advertisement (RFC 4861, 4.2) that its sender is the default router of its network for
 * half an hour.
 */
public final class RouterAdvertisement {

  private static final HexFormat HEX = HexFormat.of();

  /** To all nodes, from a made-up router. */
  private static final byte[] ETHERNET = HEX.parseHex("333300000001" + "020000000001" + "86dd");

  private static final byte[] SOURCE = HEX.parseHex("fe800000000000000000000000000001");
  private static final byte[] ALL_NODES = HEX.parseHex("ff020000000000000000000000000001");

  /** Hop limit 64, no flags, 1800 s, no times; the checksum is still 0. */
  private static final byte[] MESSAGE = HEX.parseHex("86000000" + "40000708" + "0000000000000000");

  private static final byte ICMPV6 = 58;

  private RouterAdvertisement() {}

  /** Sends it once out of an interface of a machine. */
  public static void send(Host from, String device) {
    from.inside(
        () -> {
          try (PacketSocket socket = new PacketSocket()) {
            socket.send(NetworkInterface.getByName(device).getIndex(), frame());
            return true;
          }
        });
  }

  private static byte[] frame() {
    return ByteBuffer.allocate(ETHERNET.length + 40 + MESSAGE.length)
        .put(ETHERNET)
        .putInt(6 << 28)
        .putShort((short) MESSAGE.length)
        .put(ICMPV6)
        .put((byte) 255)
        .put(SOURCE)
        .put(ALL_NODES)
        .put(MESSAGE)
        .putShort(ETHERNET.length + 40 + 2, checksum())
        .array();
  }

  private static short checksum() {
    ByteBuffer summed =
        ByteBuffer.allocate(40 + MESSAGE.length)
            .put(SOURCE)
            .put(ALL_NODES)
            .putInt(MESSAGE.length)
            .putInt(ICMPV6)
            .put(MESSAGE)
            .flip();
    int sum = 0;
    while (summed.hasRemaining()) {
      sum += Short.toUnsignedInt(summed.getShort());
    }
    sum = (sum >>> 16) + (sum & 0xffff);
    return (short) ~(sum + (sum >>> 16));
  }
}
