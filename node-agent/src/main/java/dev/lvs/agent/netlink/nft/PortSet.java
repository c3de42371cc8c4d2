package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.net.AddressFamily;
import java.util.HexFormat;

/**
 * A set of {@link dev.lvs.ipvs.VipPorts} of one family, or a map from them ({@code
 * nf_tables_fill_set}); its keys are a concatenation of VIP, protocol, port and at times a hash,
 * with intervals.
 *
 * @param flags NFT_SET_*
 * @param keyType the types of the parts, 6 bits each, as nft numbers them
 * @param keyLength in bytes, each part filled up to 4
 * @param dataType of the map's values, 0 for a set
 * @param dataLength in bytes
 */
record PortSet(String name, int flags, int keyType, int keyLength, int dataType, int dataLength) {
  /** The numbers that nft has for types (enum datatypes), which the kernel only keeps. */
  private static final int TYPE_INTEGER = 4;

  private static final int TYPE_IPADDR = 7;

  private static final int TYPE_IP6ADDR = 8;
  private static final int TYPE_INET_PROTOCOL = 12;
  private static final int TYPE_INET_SERVICE = 13;
  private static final int TYPE_MARK = 19;
  private static final int TYPE_BITS = 6;

  /** User data of the set (NFTA_SET_USERDATA), by which nft reads the values in host order. */
  private static final byte[] VALUES_IN_HOST_ORDER = {1, 4, 1, 0, 0, 0};

  /** Or that they are of the type of {@code tcp option maxseg size}. */
  private static final byte[] VALUES_ARE_SEGMENT_SIZES =
      HexFormat.of()
          .parseHex("010402000000" + "041a0004080000000112010402000000020401000000000402000000");

  static PortSet of(String name, AddressFamily family) {
    return ofFamily(name, family, 0, 0, 0);
  }

  /** A map to firewall marks. */
  static PortSet toMarks(String name, AddressFamily family) {
    return ofFamily(name, family, NFT_SET_MAP, TYPE_MARK, Integer.BYTES);
  }

  /**
   * A map to addresses of the same family; its keys have a fourth part, 16 bits of a hash, by which
   * connections are spread. Nft has no type for it that it could print, but one for ports.
   */
  static PortSet toAddresses(String name, AddressFamily family) {
    PortSet map = ofFamily(name, family, NFT_SET_MAP, addressType(family), family.bytes());
    return new PortSet(
        name,
        map.flags,
        map.keyType << TYPE_BITS | TYPE_INET_SERVICE,
        map.keyLength + Integer.BYTES,
        map.dataType,
        map.dataLength);
  }

  /** A map to sizes of segments. */
  static PortSet toSegmentSizes(String name, AddressFamily family) {
    return ofFamily(name, family, NFT_SET_MAP, TYPE_INTEGER, Short.BYTES);
  }

  private static PortSet ofFamily(
      String name, AddressFamily family, int flags, int dataType, int dataLength) {
    int keyType =
        (addressType(family) << TYPE_BITS | TYPE_INET_PROTOCOL) << TYPE_BITS | TYPE_INET_SERVICE;
    return new PortSet(
        name,
        NFT_SET_INTERVAL | NFT_SET_CONCAT | flags,
        keyType,
        family.bytes() + 2 * Integer.BYTES,
        dataType,
        dataLength);
  }

  private static int addressType(AddressFamily family) {
    return switch (family) {
      case IPV4 -> TYPE_IPADDR;
      case IPV6 -> TYPE_IP6ADDR;
    };
  }

  /**
   * @param id a number of its own within the batch
   */
  void write(AttributeWriter writer, String table, int id) {
    writer
        .string(NFTA_SET_TABLE, table)
        .string(NFTA_SET_NAME, name)
        .be32(NFTA_SET_FLAGS, flags)
        .be32(NFTA_SET_KEY_TYPE, keyType)
        .be32(NFTA_SET_KEY_LEN, keyLength);
    if (dataLength > 0) {
      writer.be32(NFTA_SET_DATA_TYPE, dataType).be32(NFTA_SET_DATA_LEN, dataLength);
    }
    writer.be32(NFTA_SET_ID, id).begin(NFTA_SET_DESC).begin(NFTA_SET_DESC_CONCAT);
    boolean spreads = keyType >>> (3 * TYPE_BITS) != 0;
    field(writer, keyLength - (spreads ? 3 : 2) * Integer.BYTES);
    field(writer, 1);
    field(writer, Short.BYTES);
    if (spreads) {
      field(writer, Short.BYTES);
    }
    writer.end().end();
    switch (dataType) {
      case TYPE_MARK -> writer.bytes(NFTA_SET_USERDATA, VALUES_IN_HOST_ORDER);
      case TYPE_INTEGER -> writer.bytes(NFTA_SET_USERDATA, VALUES_ARE_SEGMENT_SIZES);
      default -> {}
    }
  }

  private static void field(AttributeWriter writer, int length) {
    writer.begin(NFTA_LIST_ELEM).be32(NFTA_SET_FIELD_LEN, length).end();
  }

  static PortSet read(AttributeReader reply) {
    String name = "";
    int[] numbers = new int[NFTA_SET_DATA_LEN + 1];
    while (reply.next()) {
      switch (reply.type()) {
        case NFTA_SET_NAME -> name = reply.string();
        case NFTA_SET_FLAGS,
            NFTA_SET_KEY_TYPE,
            NFTA_SET_KEY_LEN,
            NFTA_SET_DATA_TYPE,
            NFTA_SET_DATA_LEN ->
            numbers[reply.type()] = (int) reply.be32();
        default -> {}
      }
    }
    return new PortSet(
        name,
        numbers[NFTA_SET_FLAGS],
        numbers[NFTA_SET_KEY_TYPE],
        numbers[NFTA_SET_KEY_LEN],
        numbers[NFTA_SET_DATA_TYPE],
        numbers[NFTA_SET_DATA_LEN]);
  }
}
