package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An element of a {@link PortSet} as bytes ({@code nf_tables_fill_setelem}), in hexadecimal so that
 * they compare.
 *
 * @param first its lowest key: VIP, protocol, port and perhaps a hash, each filled up to 4 bytes
 * @param last its highest key
 * @param value value of a map's element; empty in a set
 */
record Element(String first, String last, String value) {
  static final Comparator<Element> ORDER =
      Comparator.comparing(Element::first)
          .thenComparing(Element::last)
          .thenComparing(Element::value);

  private static final HexFormat HEX = HexFormat.of();
  private static final int PART = Integer.BYTES;

  /** Number of values of the upper half of a hash. */
  private static final int HASHES = 0x1_0000;

  static Element of(VipPorts ports) {
    return of(ports, new byte[0]);
  }

  static Element of(VipPorts ports, long mark) {
    return of(
        ports, ByteBuffer.allocate(PART).order(ByteOrder.nativeOrder()).putInt((int) mark).array());
  }

  /** One that leads to a size of 2 bytes. */
  static Element ofSize(VipPorts ports, int size) {
    return of(ports, ByteBuffer.allocate(Short.BYTES).putShort((short) size).array());
  }

  /** One for each address, to which an equal part of all hashes leads. */
  static List<Element> of(VipPorts ports, SourceAddresses.Local sources) {
    List<Element> elements = new ArrayList<>();
    int count = sources.addresses().size();
    for (IpAddress address : sources.addresses()) {
      int place = elements.size();
      elements.add(
          new Element(
              HEX.formatHex(key(ports, ports.first())) + hash(place * HASHES / count),
              HEX.formatHex(key(ports, ports.last())) + hash((place + 1) * HASHES / count - 1),
              HEX.formatHex(address.toBytes())));
    }
    return elements;
  }

  private static Element of(VipPorts ports, byte[] value) {
    return new Element(
        HEX.formatHex(key(ports, ports.first())),
        HEX.formatHex(key(ports, ports.last())),
        HEX.formatHex(value));
  }

  private static byte[] key(VipPorts ports, int port) {
    byte[] vip = ports.vip().toBytes();
    return ByteBuffer.allocate(vip.length + 2 * PART)
        .put(vip)
        .put(vip.length, (byte) ports.protocol().number())
        .putShort(vip.length + PART, (short) port)
        .array();
  }

  private static String hash(int upperHalf) {
    return HEX.formatHex(ByteBuffer.allocate(PART).putShort((short) upperHalf).array());
  }

  /** The ports it is about; empty where it is not one that this agent writes. */
  Optional<VipPorts> ports() {
    byte[] from = HEX.parseHex(first);
    byte[] to = HEX.parseHex(last);
    int parts = isLength(from.length - 2 * PART) ? 2 : 3;
    int address = from.length - parts * PART;
    if (to.length != from.length || !isLength(address)) {
      return Optional.empty();
    }
    int low = Short.toUnsignedInt(ByteBuffer.wrap(from).getShort(address + PART));
    int high = Short.toUnsignedInt(ByteBuffer.wrap(to).getShort(address + PART));
    if (low > high) {
      return Optional.empty();
    }
    VipPorts ports =
        new VipPorts(
            IpAddress.of(HEX.parseHex(first.substring(0, 2 * address))),
            Protocol.of(Byte.toUnsignedInt(from[address])),
            low,
            high);
    return Optional.of(ports).filter(read -> last.startsWith(of(read).last));
  }

  Optional<Long> mark() {
    byte[] bytes = HEX.parseHex(value);
    return bytes.length == PART
        ? Optional.of(
            Integer.toUnsignedLong(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt()))
        : Optional.empty();
  }

  Optional<Integer> size() {
    byte[] bytes = HEX.parseHex(value);
    return bytes.length == Short.BYTES
        ? Optional.of(Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort()))
        : Optional.empty();
  }

  /** The address that a map leads to; empty where it leads to none. */
  Optional<IpAddress> address() {
    byte[] bytes = HEX.parseHex(value);
    return isLength(bytes.length) ? Optional.of(IpAddress.of(bytes)) : Optional.empty();
  }

  private static boolean isLength(int bytes) {
    return bytes == AddressFamily.IPV4.bytes() || bytes == AddressFamily.IPV6.bytes();
  }

  void write(AttributeWriter writer) {
    writer.begin(NFTA_LIST_ELEM);
    data(writer, NFTA_SET_ELEM_KEY, first);
    data(writer, NFTA_SET_ELEM_KEY_END, last);
    if (!value.isEmpty()) {
      data(writer, NFTA_SET_ELEM_DATA, value);
    }
    writer.end();
  }

  private static void data(AttributeWriter writer, int type, String bytes) {
    writer.begin(type).bytes(NFTA_DATA_VALUE, HEX.parseHex(bytes)).end();
  }

  /** Reads one that the reader has entered. */
  static Element read(AttributeReader reader) {
    String first = "";
    String last = "";
    String value = "";
    while (reader.next()) {
      switch (reader.type()) {
        case NFTA_SET_ELEM_KEY -> first = data(reader);
        case NFTA_SET_ELEM_KEY_END -> last = data(reader);
        case NFTA_SET_ELEM_DATA -> value = data(reader);
        default -> {}
      }
    }
    return new Element(first, last.isEmpty() ? first : last, value);
  }

  private static String data(AttributeReader reader) {
    String bytes = "";
    reader.enter();
    while (reader.next()) {
      if (reader.type() == NFTA_DATA_VALUE) {
        bytes = HEX.formatHex(reader.bytes());
      }
    }
    reader.leave();
    return bytes;
  }
}
