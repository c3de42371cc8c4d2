package dev.lvs.agent.probe.arp;

import dev.lvs.agent.syscall.ArpSocket;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Claim of an ARP message about IPv4 on Ethernet (RFC 826): an address is at a station.
 *
 * @param mac of the sender, as {@code 02:00:00:00:00:01}
 * @param sender its address
 */
public record ArpMessage(String mac, IpAddress sender) {
  private static final int MAC = 6;
  private static final int FIRST_WORDS = 0x0001_0800;
  private static final short LENGTHS = 0x0604;
  private static final short REQUEST = 1;

  /** The request for an address that a station of another one sends. */
  public static byte[] request(byte[] mac, IpAddress sender, IpAddress wanted) {
    return ByteBuffer.allocate(ArpSocket.MESSAGE)
        .putInt(FIRST_WORDS)
        .putShort(LENGTHS)
        .putShort(REQUEST)
        .put(mac)
        .put(sender.toBytes())
        .put(new byte[MAC])
        .put(wanted.toBytes())
        .array();
  }

  /** Reads any message; empty for what is none. */
  public static Optional<ArpMessage> read(byte[] bytes) {
    if (bytes.length < ArpSocket.MESSAGE) {
      return Optional.empty();
    }
    ByteBuffer message = ByteBuffer.wrap(bytes);
    if (message.getInt() != FIRST_WORDS || message.getShort() != LENGTHS) {
      return Optional.empty();
    }
    message.getShort();
    byte[] mac = new byte[MAC];
    message.get(mac);
    byte[] sender = new byte[AddressFamily.IPV4.bytes()];
    message.get(sender);
    return Optional.of(
        new ArpMessage(HexFormat.ofDelimiter(":").formatHex(mac), IpAddress.of(sender)));
  }
}
