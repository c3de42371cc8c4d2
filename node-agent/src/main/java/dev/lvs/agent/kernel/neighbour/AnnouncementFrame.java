package dev.lvs.agent.kernel.neighbour;

import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames by which a node announces unsolicited that an address is at its interface: gratuitous ARP
 * (RFC 5227, 3) and the unsolicited neighbour advertisement (RFC 4861, 7.2.6).
 */
final class AnnouncementFrame {
  private static final int MAC = 6;
  private static final int ETHERNET_HEADER = 2 * MAC + 2;
  private static final short ETHERTYPE_ARP = 0x0806;
  private static final short ETHERTYPE_IPV6 = (short) 0x86dd;
  private static final short REQUEST = 1;
  private static final short REPLY = 2;
  private static final byte[] BROADCAST = mac(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

  /** Where Ethernet sends what is for ff02::1. */
  private static final byte[] ALL_NODES_MAC = mac(0x33, 0x33, 0, 0, 0, 1);

  private AnnouncementFrame() {}

  /**
   * The frames that announce an address at an interface with that MAC address. ARP has two forms:
   * some stations take no notice of a request, which is the one that RFC 5227 names.
   */
  static List<byte[]> all(IpAddress address, byte[] mac) {
    byte[] bytes = address.toBytes();
    return switch (address.family()) {
      case IPV4 -> List.of(gratuitousArp(REQUEST, bytes, mac), gratuitousArp(REPLY, bytes, mac));
      case IPV6 -> List.of(neighbourAdvertisement(address, mac));
    };
  }

  /** About the address by itself, which changes every entry that neighbours have for it. */
  private static byte[] gratuitousArp(short operation, byte[] address, byte[] mac) {
    return ethernet(BROADCAST, mac, ETHERTYPE_ARP, 28)
        // Ethernet, IPv4, their lengths
        .putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) MAC)
        .put((byte) address.length)
        .putShort(operation)
        .put(mac)
        .put(address)
        .put(new byte[MAC])
        .put(address)
        .array();
  }

  private static byte[] neighbourAdvertisement(IpAddress address, byte[] mac) {
    byte[] packet = NeighbourDiscovery.advertisement(address, mac);
    return ethernet(ALL_NODES_MAC, mac, ETHERTYPE_IPV6, packet.length).put(packet).array();
  }

  private static ByteBuffer ethernet(byte[] to, byte[] from, short type, int payload) {
    return ByteBuffer.allocate(ETHERNET_HEADER + payload).put(to).put(from).putShort(type);
  }

  private static byte[] mac(int... bytes) {
    byte[] mac = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      mac[i] = (byte) bytes[i];
    }
    return mac;
  }
}
