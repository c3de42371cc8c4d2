package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Element of a map or a set of the fence ({@code nf_tables_fill_setelem}).
 *
 * @param address the key of a map; empty for the hardware type, which is that of a token
 * @param chain the one that a map leads to
 * @param left how long a token lives
 */
record FenceElement(Optional<IpAddress> address, String chain, Duration left) {
  /** Hardware type of Ethernet, in host order: the same on every device that carries a group. */
  private static final byte[] ARPHRD_ETHER =
      ByteBuffer.allocate(Short.BYTES).order(ByteOrder.nativeOrder()).putShort((short) 1).array();

  /** An address whose packets go to a chain. */
  static void write(AttributeWriter writer, IpAddress address, String chain) {
    writer.begin(NFTA_LIST_ELEM);
    key(writer, address.toBytes());
    writer
        .begin(NFTA_SET_ELEM_DATA)
        .begin(NFTA_DATA_VERDICT)
        .be32(NFTA_VERDICT_CODE, Integer.toUnsignedLong(NFT_JUMP))
        .string(NFTA_VERDICT_CHAIN, chain)
        .end()
        .end()
        .end();
  }

  /** An address alone, to be deleted. */
  static void write(AttributeWriter writer, IpAddress address) {
    writer.begin(NFTA_LIST_ELEM);
    key(writer, address.toBytes());
    writer.end();
  }

  /** The token that lives for so long; empty to name the one that there is. */
  static void writeToken(AttributeWriter writer, Optional<Duration> lifetime) {
    writer.begin(NFTA_LIST_ELEM);
    key(writer, ARPHRD_ETHER);
    lifetime.ifPresent(
        time ->
            writer.bytes(
                NFTA_SET_ELEM_TIMEOUT,
                ByteBuffer.allocate(Long.BYTES).putLong(time.toMillis()).array()));
    writer.end();
  }

  private static void key(AttributeWriter writer, byte[] key) {
    writer.begin(NFTA_SET_ELEM_KEY).bytes(NFTA_DATA_VALUE, key).end();
  }

  /** Reads the elements of one message. */
  static List<FenceElement> read(AttributeReader reply) {
    List<FenceElement> elements = new ArrayList<>();
    while (reply.next()) {
      if (reply.type() == NFTA_SET_ELEM_LIST_ELEMENTS) {
        reply.enter();
        while (reply.next()) {
          reply.enter();
          elements.add(readOne(reply));
          reply.leave();
        }
        reply.leave();
      }
    }
    return elements;
  }

  private static FenceElement readOne(AttributeReader reply) {
    byte[] key = new byte[0];
    String chain = "";
    Duration left = Duration.ZERO;
    while (reply.next()) {
      switch (reply.type()) {
        case NFTA_SET_ELEM_KEY -> {
          reply.enter();
          key = reply.next() ? reply.bytes() : key;
          reply.leave();
        }
        case NFTA_SET_ELEM_DATA -> chain = chain(reply);
        case NFTA_SET_ELEM_EXPIRATION -> left = Duration.ofMillis(reply.be64At(0));
        default -> {}
      }
    }
    boolean named =
        key.length == AddressFamily.IPV4.bytes() || key.length == AddressFamily.IPV6.bytes();
    return new FenceElement(named ? Optional.of(IpAddress.of(key)) : Optional.empty(), chain, left);
  }

  private static String chain(AttributeReader reply) {
    String chain = "";
    reply.enter();
    while (reply.next()) {
      if (reply.type() == NFTA_DATA_VERDICT) {
        reply.enter();
        while (reply.next()) {
          if (reply.type() == NFTA_VERDICT_CHAIN) {
            chain = reply.string();
          }
        }
        reply.leave();
      }
    }
    reply.leave();
    return chain;
  }
}
