package dev.lvs.lab.traffic;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;

/** Frames by which a station asks for an address, or says that it has one. */
public final class Frames {
  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
  private static final short ETH_P_IP = 0x0800;
  private static final short ETH_P_ARP = 0x0806;
  private static final short ETH_P_IPV6 = (short) 0x86dd;
  private static final int ETHERNET = 14;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final byte ICMP = 1;
  private static final byte ICMPV6 = 58;
  private static final int HOP_LIMIT = 255;

  private final byte[] mac;

  /** Frames of a station with this hardware address. */
  public Frames(byte[] mac) {
    this.mac = mac.clone();
  }

  /** Asks who has an address: ARP, or a neighbour solicitation. */
  public byte[] whoHas(IpAddress asking, IpAddress wanted) {
    return wanted.family() == AddressFamily.IPV4
        ? arp(1, asking, wanted)
        : discovery(135, asking, solicitedNode(wanted), wanted, 1);
  }

  /** Says that an address is here: gratuitous ARP, or an unsolicited neighbour advertisement. */
  public byte[] isHere(IpAddress address) {
    return address.family() == AddressFamily.IPV4
        ? arp(2, address, address)
        : discovery(136, address, IpAddress.parse("ff02::1"), address, 2);
  }

  /** Asks an address for an echo, at the station with a hardware address. */
  public byte[] ping(IpAddress asking, IpAddress wanted, byte[] station) {
    if (wanted.family() == AddressFamily.IPV6) {
      return ipv6(station, asking, wanted, ByteBuffer.allocate(8).put((byte) 128).array());
    }
    ByteBuffer echo = ByteBuffer.allocate(8).put(0, (byte) 8);
    echo.putShort(2, checksum(echo.array()));
    ByteBuffer header =
        ByteBuffer.allocate(IPV4_HEADER)
            .putShort((short) 0x4500)
            .putShort((short) (IPV4_HEADER + echo.capacity()))
            .putInt(0)
            .put((byte) 64)
            .put(ICMP)
            .putShort((short) 0)
            .put(asking.toBytes())
            .put(wanted.toBytes());
    header.putShort(10, checksum(header.array()));
    return ethernet(station, ETH_P_IP, IPV4_HEADER + echo.capacity())
        .put(header.array())
        .put(echo.array())
        .array();
  }

  private byte[] arp(int operation, IpAddress sender, IpAddress target) {
    return ethernet(BROADCAST, ETH_P_ARP, 28)
        .putInt(0x0001_0800)
        .putShort((short) 0x0604)
        .putShort((short) operation)
        .put(mac)
        .put(sender.toBytes())
        .put(new byte[mac.length])
        .put(target.toBytes())
        .array();
  }

  /** With the option that says the sender's hardware address. */
  private byte[] discovery(int type, IpAddress from, IpAddress to, IpAddress target, int option) {
    byte[] group = to.toBytes();
    byte[] station = {0x33, 0x33, group[12], group[13], group[14], group[15]};
    ByteBuffer message =
        ByteBuffer.allocate(32)
            .putInt(type << 24)
            .putInt(type == 136 ? 0x2000_0000 : 0)
            .put(target.toBytes())
            .put((byte) option)
            .put((byte) 1)
            .put(mac);
    return ipv6(station, from, to, message.array());
  }

  private byte[] ipv6(byte[] station, IpAddress from, IpAddress to, byte[] message) {
    ByteBuffer summed =
        ByteBuffer.allocate(IPV6_HEADER + message.length)
            .put(from.toBytes())
            .put(to.toBytes())
            .putInt(message.length)
            .putInt(ICMPV6)
            .put(message);
    return ethernet(station, ETH_P_IPV6, IPV6_HEADER + message.length)
        .putInt(6 << 28)
        .putShort((short) message.length)
        .put(ICMPV6)
        .put((byte) HOP_LIMIT)
        .put(from.toBytes())
        .put(to.toBytes())
        .put(message)
        .putShort(ETHERNET + IPV6_HEADER + 2, checksum(summed.array()))
        .array();
  }

  private static IpAddress solicitedNode(IpAddress address) {
    return IpAddress.ipv6(0xff02L << 48, 0x1_ff00_0000L | (address.low() & 0xff_ffff));
  }

  private static short checksum(byte[] bytes) {
    ByteBuffer summed = ByteBuffer.wrap(bytes);
    int sum = 0;
    while (summed.hasRemaining()) {
      sum += Short.toUnsignedInt(summed.getShort());
    }
    sum = (sum >>> 16) + (sum & 0xffff);
    return (short) ~(sum + (sum >>> 16));
  }

  private ByteBuffer ethernet(byte[] to, short type, int payload) {
    return ByteBuffer.allocate(ETHERNET + payload).put(to).put(mac).putShort(type);
  }
}
