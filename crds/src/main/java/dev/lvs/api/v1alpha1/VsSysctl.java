package dev.lvs.api.v1alpha1;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that a sysctl below net.ipv4.vs may have ({@code vs_vars}, net/netfilter/ipvs/ip_vs_ctl.c;
 * {@code vs_vars_table} of ip_vs_lblc.c and ip_vs_lblcr.c). The kernel accepts many values that
 * make no sense, such as negative lengths.
 */
public sealed interface VsSysctl {
  /** The longest time: the kernel counts ticks in 31 bits, up to 1000 a second. */
  int LONGEST = Integer.MAX_VALUE / 1000;

  /** Every setting by its name. {@code debug_level} is the machine's, not a load balancer's. */
  Map<String, VsSysctl> ALL = all();

  /** The value as the kernel prints it, so that it can be compared; empty when it may not be. */
  Optional<String> read(String text);

  /** Returns what it may be, to stand behind "is". */
  String bounds();

  /** A whole number. */
  record Whole(int least, int most) implements VsSysctl {
    @Override
    public Optional<String> read(String text) {
      return whole(text)
          .filter(number -> number >= least && number <= most)
          .map(number -> Integer.toString(number));
    }

    @Override
    public String bounds() {
      return most - least == 1 ? least + " or " + most : least + " to " + most;
    }
  }

  /** Number of pairs of threads and ports of the sync daemon. */
  record Ports() implements VsSysctl {
    private static final int MOST = 64;

    @Override
    public Optional<String> read(String text) {
      return whole(text)
          .filter(number -> number >= 1 && number <= MOST && Integer.bitCount(number) == 1)
          .map(number -> Integer.toString(number));
    }

    @Override
    public String bounds() {
      return "a power of 2 from 1 to " + MOST;
    }
  }

  /**
   * Number of packets after which a connection is synchronised to the backups, and of further
   * packets after which it is again.
   */
  record Threshold() implements VsSysctl {
    @Override
    public Optional<String> read(String text) {
      String[] words = text.strip().split("\\s+", -1);
      if (words.length != 2) {
        return Optional.empty();
      }
      Optional<Integer> first = whole(words[0]).filter(number -> number >= 0);
      Optional<Integer> period = whole(words[1]).filter(number -> number >= 0);
      return first.isPresent()
              && period.isPresent()
              && (period.get() == 0 || first.get() < period.get())
          ? Optional.of(first.get() + " " + period.get())
          : Optional.empty();
    }

    @Override
    public String bounds() {
      return "two numbers of packets such as '3 50', the first below the second";
    }
  }

  /** A set of processors. */
  record Processors() implements VsSysctl {
    private static final int MOST = 8191;

    @Override
    public Optional<String> read(String text) {
      BitSet set = new BitSet();
      for (String part : text.strip().split(",", -1)) {
        String[] ends = part.split("-", -1);
        Optional<Integer> from = whole(ends[0]).filter(cpu -> cpu >= 0 && cpu <= MOST);
        Optional<Integer> to = whole(ends[ends.length - 1]).filter(cpu -> cpu >= 0 && cpu <= MOST);
        if (ends.length > 2 || from.isEmpty() || to.isEmpty() || from.get() > to.get()) {
          return Optional.empty();
        }
        set.set(from.get(), to.get() + 1);
      }
      return Optional.of(print(set));
    }

    private static String print(BitSet set) {
      StringBuilder text = new StringBuilder();
      for (int from = set.nextSetBit(0); from >= 0; ) {
        int end = set.nextClearBit(from);
        text.append(text.isEmpty() ? "" : ",").append(from);
        if (end - from > 1) {
          text.append('-').append(end - 1);
        }
        from = set.nextSetBit(end);
      }
      return text.toString();
    }

    @Override
    public String bounds() {
      return "a list of processors such as 0-3,8";
    }
  }

  private static Optional<Integer> whole(String text) {
    return text.strip().matches("-?[0-9]{1,10}")
        ? Optional.of(Long.parseLong(text.strip()))
            .filter(number -> number == number.intValue())
            .map(Long::intValue)
        : Optional.empty();
  }

  private static Map<String, VsSysctl> all() {
    Map<String, VsSysctl> all =
        Stream.of(
                "backup_only",
                "cache_bypass",
                "conntrack",
                "expire_nodest_conn",
                "expire_quiescent_template",
                "ignore_tunneled",
                "nat_icmp_send",
                "pmtu_disc",
                "run_estimation",
                "schedule_icmp",
                "sloppy_sctp",
                "sloppy_tcp",
                "snat_reroute",
                "sync_persist_mode",
                "sync_version")
            .collect(
                Collectors.toMap(name -> name, _ -> new Whole(0, 1), (a, _) -> a, TreeMap::new));
    Whole level = new Whole(0, 3);
    Whole seconds = new Whole(1, LONGEST);
    Whole amount = new Whole(1, Integer.MAX_VALUE);
    Whole factor = new Whole(-8, 8);
    all.putAll(
        Map.of(
            "conn_reuse_mode", level,
            "drop_entry", level,
            "drop_packet", level,
            "secure_tcp", level,
            "sync_retries", level,
            "lblc_expiration", seconds,
            "lblcr_expiration", seconds,
            "sync_refresh_period", new Whole(0, LONGEST),
            "sync_sock_size", new Whole(0, Integer.MAX_VALUE)));
    // IP_VS_CONN_MAX of 64-bit kernels, from Linux 7.2 on
    all.put("conn_max", new Whole(0, 1 << 30));
    all.putAll(
        Map.of(
            "am_droprate", amount,
            "amemthresh", amount,
            "sync_qlen_max", amount,
            "conn_lfactor", factor,
            "svc_lfactor", factor,
            "est_nice", new Whole(-20, 19),
            "est_cpulist", new Processors(),
            "sync_ports", new Ports(),
            "sync_threshold", new Threshold()));
    return all;
  }
}
