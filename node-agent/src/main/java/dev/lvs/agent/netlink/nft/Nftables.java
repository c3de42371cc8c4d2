package dev.lvs.agent.netlink.nft;

/**
 * The constants of include/uapi/linux/netfilter/nf_tables.h, nfnetlink.h, nf_nat.h and netfilter.h
 * that are used here, by the kernel's names.
 */
final class Nftables {
  static final int NFNL_SUBSYS_NFTABLES = 10;
  static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  static final int NFNL_MSG_BATCH_END = 0x11;
  static final int NFNETLINK_V0 = 0;

  static final int NFT_MSG_NEWTABLE = 0;
  static final int NFT_MSG_GETTABLE = 1;
  static final int NFT_MSG_DELTABLE = 2;
  static final int NFT_MSG_NEWCHAIN = 3;
  static final int NFT_MSG_GETCHAIN = 4;
  static final int NFT_MSG_DELCHAIN = 5;
  static final int NFT_MSG_NEWRULE = 6;
  static final int NFT_MSG_GETRULE = 7;
  static final int NFT_MSG_DELRULE = 8;
  static final int NFT_MSG_NEWSET = 9;
  static final int NFT_MSG_GETSET = 10;
  static final int NFT_MSG_DELSET = 11;
  static final int NFT_MSG_NEWSETELEM = 12;
  static final int NFT_MSG_GETSETELEM = 13;
  static final int NFT_MSG_DELSETELEM = 14;
  static final int NFT_MSG_GETGEN = 16;

  static final int NFPROTO_UNSPEC = 0;
  static final int NFPROTO_INET = 1;
  static final int NFPROTO_IPV4 = 2;
  static final int NFPROTO_NETDEV = 5;
  static final int NFPROTO_IPV6 = 10;

  static final int NF_INET_PRE_ROUTING = 0;
  static final int NF_INET_LOCAL_IN = 1;
  static final int NF_INET_FORWARD = 2;
  static final int NF_INET_LOCAL_OUT = 3;
  static final int NF_INET_POST_ROUTING = 4;
  static final int NF_NETDEV_INGRESS = 0;
  static final int NF_NETDEV_EGRESS = 1;
  static final int NF_DROP = 0;
  static final int NF_ACCEPT = 1;
  static final int NFT_JUMP = -3;
  static final int NFT_RETURN = -5;

  static final int NFTA_GEN_ID = 1;

  static final int NFTA_TABLE_NAME = 1;
  static final int NFTA_TABLE_FLAGS = 2;
  static final int NFTA_TABLE_USE = 3;
  static final int NFTA_TABLE_USERDATA = 6;

  static final int NFTA_CHAIN_TABLE = 1;
  static final int NFTA_CHAIN_NAME = 3;
  static final int NFTA_CHAIN_HOOK = 4;
  static final int NFTA_CHAIN_POLICY = 5;
  static final int NFTA_CHAIN_USE = 6;
  static final int NFTA_CHAIN_TYPE = 7;
  static final int NFTA_HOOK_HOOKNUM = 1;
  static final int NFTA_HOOK_PRIORITY = 2;
  static final int NFTA_HOOK_DEV = 3;

  static final int NFTA_RULE_TABLE = 1;
  static final int NFTA_RULE_CHAIN = 2;
  static final int NFTA_RULE_EXPRESSIONS = 4;
  static final int NFTA_LIST_ELEM = 1;
  static final int NFTA_EXPR_NAME = 1;
  static final int NFTA_EXPR_DATA = 2;

  static final int NFTA_SET_TABLE = 1;
  static final int NFTA_SET_NAME = 2;
  static final int NFTA_SET_FLAGS = 3;
  static final int NFTA_SET_KEY_TYPE = 4;
  static final int NFTA_SET_KEY_LEN = 5;
  static final int NFTA_SET_DATA_TYPE = 6;
  static final int NFTA_SET_DATA_LEN = 7;
  static final int NFTA_SET_DESC = 9;
  static final int NFTA_SET_ID = 10;
  static final int NFTA_SET_USERDATA = 13;
  static final int NFTA_SET_DESC_CONCAT = 2;
  static final int NFTA_SET_FIELD_LEN = 1;
  static final int NFT_SET_INTERVAL = 0x4;
  static final int NFT_SET_MAP = 0x8;
  static final int NFT_SET_TIMEOUT = 0x10;
  static final int NFT_SET_CONCAT = 0x80;

  static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  static final int NFTA_SET_ELEM_LIST_SET = 2;
  static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  static final int NFTA_SET_ELEM_KEY = 1;
  static final int NFTA_SET_ELEM_DATA = 2;
  static final int NFTA_SET_ELEM_TIMEOUT = 4;
  static final int NFTA_SET_ELEM_EXPIRATION = 5;
  static final int NFTA_SET_ELEM_KEY_END = 10;
  static final int NFTA_DATA_VALUE = 1;
  static final int NFTA_DATA_VERDICT = 2;
  static final int NFTA_VERDICT_CODE = 1;
  static final int NFTA_VERDICT_CHAIN = 2;

  /** The type of what a map of verdicts leads to. */
  static final long NFT_DATA_VERDICT = 0xffff_ff00L;

  /** The register that a verdict is put into. */
  static final int NFT_REG_VERDICT = 0;

  static final int NFTA_META_DREG = 1;
  static final int NFTA_META_KEY = 2;
  static final int NFTA_META_SREG = 3;
  static final int NFT_META_PROTOCOL = 1;
  static final int NFT_META_MARK = 3;
  static final int NFT_META_IIFTYPE = 8;
  static final int NFT_META_OIFTYPE = 9;
  static final int NFT_META_NFPROTO = 15;
  static final int NFT_META_L4PROTO = 16;

  static final int NFTA_PAYLOAD_DREG = 1;
  static final int NFTA_PAYLOAD_BASE = 2;
  static final int NFTA_PAYLOAD_OFFSET = 3;
  static final int NFTA_PAYLOAD_LEN = 4;
  static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

  static final int NFTA_RANGE_SREG = 1;
  static final int NFTA_RANGE_OP = 2;
  static final int NFTA_RANGE_FROM_DATA = 3;
  static final int NFTA_RANGE_TO_DATA = 4;
  static final int NFT_RANGE_EQ = 0;

  static final int NFTA_CMP_SREG = 1;
  static final int NFTA_CMP_OP = 2;
  static final int NFTA_CMP_DATA = 3;
  static final int NFT_CMP_EQ = 0;
  static final int NFT_CMP_LTE = 3;
  static final int NFT_CMP_GTE = 5;

  static final int NFTA_BITWISE_SREG = 1;
  static final int NFTA_BITWISE_DREG = 2;
  static final int NFTA_BITWISE_LEN = 3;
  static final int NFTA_BITWISE_MASK = 4;
  static final int NFTA_BITWISE_XOR = 5;
  static final int NFTA_BITWISE_OP = 6;
  static final int NFT_BITWISE_MASK_XOR = 0;

  static final int NFTA_LOOKUP_SET = 1;
  static final int NFTA_LOOKUP_SREG = 2;
  static final int NFTA_LOOKUP_DREG = 3;
  static final int NFTA_LOOKUP_FLAGS = 5;

  static final int NFTA_CT_DREG = 1;
  static final int NFTA_CT_KEY = 2;
  static final int NFTA_CT_DIRECTION = 3;
  static final int NFTA_CT_SREG = 4;
  static final int NFT_CT_PROTOCOL = 10;
  static final int NFT_CT_PROTO_SRC = 11;
  static final int NFT_CT_PROTO_DST = 12;
  static final int NFT_CT_ZONE = 17;
  static final int NFT_CT_SRC_IP = 19;
  static final int NFT_CT_DST_IP = 20;
  static final int NFT_CT_SRC_IP6 = 21;
  static final int NFT_CT_DST_IP6 = 22;

  static final int NFTA_IMMEDIATE_DREG = 1;
  static final int NFTA_IMMEDIATE_DATA = 2;
  static final int IP_CT_DIR_ORIGINAL = 0;

  /** In linux/netfilter/nf_tables_compat.h. */
  static final int NFTA_TARGET_NAME = 1;

  static final int NFTA_EXTHDR_TYPE = 2;
  static final int NFTA_EXTHDR_OFFSET = 3;
  static final int NFTA_EXTHDR_LEN = 4;
  static final int NFTA_EXTHDR_OP = 6;
  static final int NFTA_EXTHDR_SREG = 7;
  static final int NFT_EXTHDR_OP_TCPOPT = 1;

  static final int NFTA_HASH_SREG = 1;
  static final int NFTA_HASH_DREG = 2;
  static final int NFTA_HASH_LEN = 3;
  static final int NFTA_HASH_MODULUS = 4;
  static final int NFTA_HASH_SEED = 5;
  static final int NFTA_HASH_OFFSET = 6;
  static final int NFTA_HASH_TYPE = 7;
  static final int NFT_HASH_JENKINS = 0;

  static final int NFTA_BYTEORDER_SREG = 1;
  static final int NFTA_BYTEORDER_DREG = 2;
  static final int NFTA_BYTEORDER_OP = 3;
  static final int NFTA_BYTEORDER_LEN = 4;
  static final int NFTA_BYTEORDER_SIZE = 5;
  static final int NFT_BYTEORDER_HTON = 1;

  static final int NFTA_NAT_TYPE = 1;
  static final int NFTA_NAT_FAMILY = 2;
  static final int NFTA_NAT_REG_ADDR_MIN = 3;
  static final int NFTA_NAT_REG_ADDR_MAX = 4;
  static final int NFTA_NAT_REG_PROTO_MIN = 5;
  static final int NFTA_NAT_FLAGS = 7;
  static final int NFT_NAT_SNAT = 0;

  /** Set by the kernel by itself ({@code nft_nat_init}). */
  static final int NF_NAT_RANGE_MAP_IPS = 1;

  static final int NFTA_MASQ_FLAGS = 1;

  private Nftables() {}
}
