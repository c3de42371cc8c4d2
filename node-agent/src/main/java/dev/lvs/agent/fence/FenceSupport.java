package dev.lvs.agent.fence;

import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.nft.FenceBatch;
import dev.lvs.agent.netlink.nft.FenceHook;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Interfaces that cannot carry the fence.
 *
 * @param refused the reason and the remedy by the name of the interface; empty where all can
 */
public record FenceSupport(SortedMap<String, String> refused) {
  private static final String ABSENT = "there is no such interface; ip link shows which there are";

  public FenceSupport {
    refused = new TreeMap<>(refused);
  }

  /**
   * Asks the kernel, without changing anything, whether it can fence interfaces.
   *
   * @throws dev.lvs.agent.netlink.TransportException when the kernel does not answer
   */
  public static FenceSupport of(Exchange netfilter, Links links, Set<String> devices) {
    SortedMap<String, String> refused = new TreeMap<>();
    for (String device : devices) {
      Optional<Link> link = links.find(device);
      if (link.isEmpty()) {
        refused.put(device, "fence " + device + ": " + ABSENT);
      } else if (!link.get().speaksArp()) {
        refused.put(
            device,
            device
                + " is not Ethernet or has ARP off, so that nobody is told where a VIP is; choose"
                + " another interface, or announcement mode bgp");
      } else {
        for (boolean egress : new boolean[] {false, true}) {
          refusal(netfilter, new FenceHook(device, egress))
              .ifPresent(reason -> refused.putIfAbsent(device, reason));
        }
      }
    }
    return new FenceSupport(refused);
  }

  /** Returns why the kernel has no such hook, and the remedy. */
  static Optional<String> refusal(Exchange netfilter, FenceHook hook) {
    Answer answer = netfilter.transact(new FenceBatch().replaceTable().hook(hook).rehearsal());
    return answer instanceof Answer.Refused(var errno, var _)
        ? Optional.of("fence " + hook.device() + ": " + errno + ", " + remedy(hook, errno.symbol()))
        : Optional.empty();
  }

  private static String remedy(FenceHook hook, String errno) {
    return switch (errno) {
      case "ENOENT", "ENODEV" -> ABSENT;
      case "EPERM" -> "the agent needs CAP_NET_ADMIN";
      case "EOPNOTSUPP" ->
          hook.egress()
              ? "this kernel cannot hold back announcements: it needs the egress hook of nf_tables"
                  + " (Linux 5.16, CONFIG_NETFILTER_EGRESS)"
              : "this kernel's nf_tables lacks family netdev (CONFIG_NF_TABLES_NETDEV) or maps of"
                  + " verdicts; modprobe nf_tables";
      default -> "which is not expected; please report it";
    };
  }
}
