package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;

/**
 * Reads tables of x_tables, the older of the kernel's packet filters, in the calling thread's
 * network namespace ({@code do_ipt_get_ctl}, net/ipv4/netfilter/ip_tables.c, and its counterpart of
 * IPv6).
 *
 * <p>The kernel loads modules for a family or table that is requested and not loaded.
 */
public final class XtablesSocket implements AutoCloseable {
  /** {@code XT_TABLE_MAXNAMELEN}. */
  public static final int NAME = 32;

  /** {@code struct ipt_getinfo}, and {@code struct ip6t_getinfo} is the same. */
  private static final int INFO = 84;

  /** Offset of the size of all entries in it, in bytes. */
  private static final int INFO_SIZE = 80;

  /** {@code struct ipt_get_entries} without the entries. */
  private static final int ENTRIES = 40;

  private static final int GET_INFO = 64;
  private static final int GET_ENTRIES = 65;

  private final int fd;
  private final int level;

  /**
   * Opens a socket of IPv4 or IPv6.
   *
   * @throws TransportException without CAP_NET_RAW
   */
  public XtablesSocket(boolean isIpv6) {
    level = isIpv6 ? C.SOL_IPV6 : C.SOL_IP;
    try {
      fd = C.socket(isIpv6 ? C.AF_INET6 : C.AF_INET, C.SOCK_RAW | C.SOCK_CLOEXEC, C.IPPROTO_RAW);
    } catch (LastErrorException e) {
      throw new TransportException("open a raw socket", new Errno(e.getErrorCode()));
    }
  }

  /**
   * Returns what the kernel says of a table in {@code struct ipt_getinfo}, in host order.
   *
   * @throws TransportException without CAP_NET_ADMIN, or when there is no such table
   */
  public ByteBuffer info(String table) {
    return get(table, C.struct(INFO), GET_INFO);
  }

  /**
   * Its entries as bytes in host order, one {@code struct ipt_entry} behind the other.
   *
   * @param info of the same table
   * @throws TransportException when the table has changed since, among others
   */
  public ByteBuffer entries(String table, ByteBuffer info) {
    int size = info.getInt(INFO_SIZE);
    ByteBuffer all = C.struct(ENTRIES + size);
    all.putInt(NAME, size);
    get(table, all, GET_ENTRIES);
    return all.slice(ENTRIES, size).order(all.order());
  }

  private ByteBuffer get(String table, ByteBuffer struct, int option) {
    for (int i = 0; i < table.length() && i < NAME - 1; i++) {
      struct.put(i, (byte) table.charAt(i));
    }
    ByteBuffer length = C.struct(Integer.BYTES).putInt(0, struct.capacity());
    try {
      C.with(struct, value -> C.with(length, room -> C.getsockopt(fd, level, option, value, room)));
      return struct;
    } catch (LastErrorException e) {
      throw new TransportException("read table " + table, new Errno(e.getErrorCode()));
    }
  }

  @Override
  public void close() {
    C.close(fd);
  }
}
