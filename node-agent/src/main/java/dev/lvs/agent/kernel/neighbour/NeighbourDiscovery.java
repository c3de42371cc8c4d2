package dev.lvs.agent.kernel.neighbour;

import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/** Packets of Neighbor Discovery for IPv6 (RFC 4861, 4.3 and 4.4). */
public final class NeighbourDiscovery {
  private static final IpAddress UNSPECIFIED = IpAddress.ipv6(0, 0);
  private static final IpAddress ALL_NODES = IpAddress.ipv6(0xff02L << 48, 1);
  private static final int IPV6_HEADER = 40;
  private static final byte ICMPV6 = 58;

  /** Proves that no router forwarded a packet. */
  private static final byte HOP_LIMIT = (byte) 255;

  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int OVERRIDE = 0x2000_0000;

  /** Type, code, checksum, flags and the address that a message is about. */
  private static final int MESSAGE = 24;

  private static final byte TARGET_LINK_LAYER_ADDRESS = 2;

  /** Of the length of an option, in bytes. */
  private static final int UNIT = 8;

  private static final int MAC = 6;

  private NeighbourDiscovery() {}

  /**
   * Claim of an advertisement that an address is at a station.
   *
   * @param mac as {@code 02:00:00:00:00:01}
   */
  public record Claim(IpAddress address, String mac) {}

  /**
   * Asks who has an address, as a station does that has none yet: it changes nobody's cache, and
   * the answer goes to all (RFC 4862, 5.4.2). To be sent to {@link #solicitedNode}.
   */
  public static byte[] solicitation(IpAddress wanted) {
    ByteBuffer message =
        ByteBuffer.allocate(MESSAGE).putInt(SOLICITATION << 24).putInt(0).put(wanted.toBytes());
    return packet(UNSPECIFIED, solicitedNode(wanted), message.array());
  }

  /** The group that a station with an address listens to (RFC 4291, 2.7.1). */
  public static IpAddress solicitedNode(IpAddress address) {
    return IpAddress.ipv6(0xff02L << 48, 0x1_ff00_0000L | (address.low() & 0xff_ffff));
  }

  /** Tells all unsolicited that an address is at a station (RFC 4861, 7.2.6). */
  static byte[] advertisement(IpAddress address, byte[] mac) {
    ByteBuffer message =
        ByteBuffer.allocate(MESSAGE + UNIT)
            .putInt(ADVERTISEMENT << 24)
            .putInt(OVERRIDE)
            .put(address.toBytes())
            .put(TARGET_LINK_LAYER_ADDRESS)
            .put((byte) 1)
            .put(mac);
    return packet(address, ALL_NODES, message.array());
  }

  /** Reads an advertisement; empty for any other packet, and for one that names no station. */
  public static Optional<Claim> read(byte[] packet) {
    if (packet.length < IPV6_HEADER + MESSAGE
        || packet[6] != ICMPV6
        || packet[7] != HOP_LIMIT
        || Byte.toUnsignedInt(packet[IPV6_HEADER]) != ADVERTISEMENT) {
      return Optional.empty();
    }
    ByteBuffer rest = ByteBuffer.wrap(packet).position(IPV6_HEADER + 8);
    byte[] address = new byte[16];
    rest.get(address);
    while (rest.remaining() >= UNIT) {
      byte type = rest.get(rest.position());
      int length = UNIT * Byte.toUnsignedInt(rest.get(rest.position() + 1));
      if (type == TARGET_LINK_LAYER_ADDRESS && length == UNIT) {
        byte[] mac = new byte[MAC];
        rest.get(rest.position() + 2, mac);
        return Optional.of(
            new Claim(IpAddress.of(address), HexFormat.ofDelimiter(":").formatHex(mac)));
      }
      if (length == 0 || length > rest.remaining()) {
        return Optional.empty();
      }
      rest.position(rest.position() + length);
    }
    return Optional.empty();
  }

  private static byte[] packet(IpAddress from, IpAddress to, byte[] message) {
    ByteBuffer.wrap(message).putShort(2, checksum(from, to, message));
    return ByteBuffer.allocate(IPV6_HEADER + message.length)
        .putInt(6 << 28)
        .putShort((short) message.length)
        .put(ICMPV6)
        .put(HOP_LIMIT)
        .put(from.toBytes())
        .put(to.toBytes())
        .put(message)
        .array();
  }

  /** The one's complement sum over pseudo-header and message (RFC 4443, 2.3). */
  private static short checksum(IpAddress from, IpAddress to, byte[] message) {
    ByteBuffer summed =
        ByteBuffer.allocate(IPV6_HEADER + message.length)
            .put(from.toBytes())
            .put(to.toBytes())
            .putInt(message.length)
            .putInt(ICMPV6)
            .put(message)
            .flip();
    int sum = 0;
    while (summed.hasRemaining()) {
      sum += Short.toUnsignedInt(summed.getShort());
    }
    sum = (sum >>> 16) + (sum & 0xffff);
    sum += sum >>> 16;
    return (short) ~sum;
  }
}
