package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One step of a rule ({@code nft_expr_ops}, net/netfilter/nft_*.c): most load something into a
 * register, or go on only if a register holds something.
 *
 * <p>A register is 1 to 4 for 16 bytes, or 8 to 23 for 4 bytes of them; the kernel answers with the
 * smaller number where both would do ({@code nft_dump_register}).
 */
sealed interface Expression {

  /** Loads a property of the packet ({@code NFT_META_*}). */
  record LoadMeta(int key, int register) implements Expression {}

  /** Sets a property of the packet. */
  record SetMeta(int key, int register) implements Expression {}

  /** Loads bytes of a header ({@code NFT_PAYLOAD_*_HEADER}). */
  record LoadPayload(int base, int offset, int length, int register) implements Expression {}

  /** Loads a property of the connection's original direction ({@code NFT_CT_*}). */
  record LoadConnection(int key, int register) implements Expression {}

  /** Puts a number of 2 bytes, in host order, into a register. */
  record LoadNumber(int number, int register) implements Expression {}

  /** Sets a property of the connection that the packet is going to be part of. */
  record SetConnection(int key, int register) implements Expression {}

  /** Continues if a register holds this one byte. */
  record IsByte(int register, int value) implements Expression {}

  /** Continues if a register begins with these two bytes, in network order. */
  record IsShort(int register, int value) implements Expression {}

  /** Masks the one byte in a register. */
  record MaskByte(int register, int mask) implements Expression {}

  /**
   * Continues if a set contains the key in a register and those behind it.
   *
   * @param into the register that gets the map's value, 0 for a set
   */
  record Lookup(String set, int register, int into) implements Expression {}

  /** Continues with the verdict that a map has for the key in a register, if it has any. */
  record LookupVerdict(String map, int register) implements Expression {}

  /** Ends the chain, or the traversal of the table ({@code NF_*}, {@code NFT_*}). */
  record Verdict(int code) implements Expression {}

  /**
   * Writes the content of a register into a TCP option, where the packet has it. In the MSS option
   * the kernel only ever makes the number smaller ({@code nft_exthdr_tcp_set_eval}).
   */
  record SetTcpOption(int option, int offset, int length, int register) implements Expression {}

  /** Puts a hash of some bytes, 0 to 2^32-2, into a register. */
  record Hash(int from, int length, int into) implements Expression {
    /** The whole range of the number, so that its upper half is as even as it can be. */
    static final long MODULUS = 0xffff_ffffL;

    /** Always the same: a client keeps its number when the table is replaced. */
    static final long SEED = 1;
  }

  /** Puts the 4 bytes of a register into network order. */
  record ToNetworkOrder(int register) implements Expression {}

  /** Rewrites the source to the address in a register. */
  record SourceNat(int family, int register) implements Expression {}

  /** Rewrites the source to the address of the outgoing interface. */
  record Masquerade() implements Expression {}

  /** Keeps conntrack from seeing the packet. */
  record NoTrack() implements Expression {}

  /** Any other expression, which this agent never writes; only ever read. */
  record Other(String name) implements Expression {}

  /** Writes the expression as one {@code NFTA_LIST_ELEM}. */
  default void write(AttributeWriter writer) {
    writer.begin(NFTA_LIST_ELEM);
    switch (this) {
      case LoadMeta(var key, var register) ->
          begin(writer, "meta").be32(NFTA_META_KEY, key).be32(NFTA_META_DREG, register).end();
      case SetMeta(var key, var register) ->
          begin(writer, "meta").be32(NFTA_META_KEY, key).be32(NFTA_META_SREG, register).end();
      case LoadPayload(var base, var offset, var length, var register) ->
          begin(writer, "payload")
              .be32(NFTA_PAYLOAD_DREG, register)
              .be32(NFTA_PAYLOAD_BASE, base)
              .be32(NFTA_PAYLOAD_OFFSET, offset)
              .be32(NFTA_PAYLOAD_LEN, length)
              .end();
      case LoadConnection(var key, var register) ->
          begin(writer, "ct")
              .be32(NFTA_CT_KEY, key)
              .be32(NFTA_CT_DREG, register)
              .u8(NFTA_CT_DIRECTION, IP_CT_DIR_ORIGINAL)
              .end();
      case LoadNumber(var number, var register) ->
          begin(writer, "immediate")
              .be32(NFTA_IMMEDIATE_DREG, register)
              .begin(NFTA_IMMEDIATE_DATA)
              .bytes(NFTA_DATA_VALUE, bytes(number))
              .end()
              .end();
      case SetConnection(var key, var register) ->
          begin(writer, "ct").be32(NFTA_CT_KEY, key).be32(NFTA_CT_SREG, register).end();
      case IsByte(var register, var value) ->
          begin(writer, "cmp")
              .be32(NFTA_CMP_SREG, register)
              .be32(NFTA_CMP_OP, NFT_CMP_EQ)
              .begin(NFTA_CMP_DATA)
              .u8(NFTA_DATA_VALUE, value)
              .end()
              .end();
      case IsShort(var register, var value) ->
          begin(writer, "cmp")
              .be32(NFTA_CMP_SREG, register)
              .be32(NFTA_CMP_OP, NFT_CMP_EQ)
              .begin(NFTA_CMP_DATA)
              .be16(NFTA_DATA_VALUE, value)
              .end()
              .end();
      case MaskByte(var register, var mask) ->
          begin(writer, "bitwise")
              .be32(NFTA_BITWISE_SREG, register)
              .be32(NFTA_BITWISE_DREG, register)
              .be32(NFTA_BITWISE_LEN, 1)
              .begin(NFTA_BITWISE_MASK)
              .u8(NFTA_DATA_VALUE, mask)
              .end()
              .begin(NFTA_BITWISE_XOR)
              .u8(NFTA_DATA_VALUE, 0)
              .end()
              .end();
      case Lookup(var set, var register, var into) -> {
        begin(writer, "lookup").be32(NFTA_LOOKUP_SREG, register);
        if (into != 0) {
          writer.be32(NFTA_LOOKUP_DREG, into);
        }
        writer.string(NFTA_LOOKUP_SET, set).end();
      }
      case LookupVerdict(var map, var register) ->
          begin(writer, "lookup")
              .be32(NFTA_LOOKUP_SREG, register)
              .be32(NFTA_LOOKUP_DREG, NFT_REG_VERDICT)
              .string(NFTA_LOOKUP_SET, map)
              .end();
      case Verdict(var code) ->
          begin(writer, "immediate")
              .be32(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT)
              .begin(NFTA_IMMEDIATE_DATA)
              .begin(NFTA_DATA_VERDICT)
              .be32(NFTA_VERDICT_CODE, Integer.toUnsignedLong(code))
              .end()
              .end()
              .end();
      case SetTcpOption(var option, var offset, var length, var register) ->
          begin(writer, "exthdr")
              .be32(NFTA_EXTHDR_OP, NFT_EXTHDR_OP_TCPOPT)
              .u8(NFTA_EXTHDR_TYPE, option)
              .be32(NFTA_EXTHDR_OFFSET, offset)
              .be32(NFTA_EXTHDR_LEN, length)
              .be32(NFTA_EXTHDR_SREG, register)
              .end();
      case Hash(var from, var length, var into) ->
          begin(writer, "hash")
              .be32(NFTA_HASH_SREG, from)
              .be32(NFTA_HASH_DREG, into)
              .be32(NFTA_HASH_LEN, length)
              .be32(NFTA_HASH_MODULUS, Hash.MODULUS)
              .be32(NFTA_HASH_SEED, Hash.SEED)
              .be32(NFTA_HASH_TYPE, NFT_HASH_JENKINS)
              .end();
      case ToNetworkOrder(var register) ->
          begin(writer, "byteorder")
              .be32(NFTA_BYTEORDER_SREG, register)
              .be32(NFTA_BYTEORDER_DREG, register)
              .be32(NFTA_BYTEORDER_OP, NFT_BYTEORDER_HTON)
              .be32(NFTA_BYTEORDER_LEN, Integer.BYTES)
              .be32(NFTA_BYTEORDER_SIZE, Integer.BYTES)
              .end();
      case SourceNat(var family, var register) ->
          begin(writer, "nat")
              .be32(NFTA_NAT_TYPE, NFT_NAT_SNAT)
              .be32(NFTA_NAT_FAMILY, family)
              .be32(NFTA_NAT_REG_ADDR_MIN, register)
              .be32(NFTA_NAT_REG_ADDR_MAX, register)
              .end();
      case Masquerade() -> begin(writer, "masq").end();
      case NoTrack() -> writer.string(NFTA_EXPR_NAME, "notrack");
      case Other(var name) -> throw new IllegalArgumentException("nobody writes " + name);
    }
    writer.end();
  }

  private static AttributeWriter begin(AttributeWriter writer, String name) {
    return writer.string(NFTA_EXPR_NAME, name).begin(NFTA_EXPR_DATA);
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Short.BYTES)
        .order(ByteOrder.nativeOrder())
        .putShort((short) number)
        .array();
  }
}
