package dev.lvs.agent.kernel.address;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.neighbour.Announcer;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.netlink.route.Rtnetlink;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The addresses on this node's interfaces. */
public final class Addresses implements KernelPart<Set<Vip>> {
  private static final Answer NO_SUCH_DEVICE = new Answer.Refused(Errno.ENODEV, Optional.empty());

  private static final String SIT = "sit";

  private final Exchange route;
  private final Announcer announcer;
  private final VipLifetimes lifetimes;

  public Addresses(KernelAccess access) {
    this.route = access.route();
    this.announcer = Announcer.of(access);
    this.lifetimes = VipLifetimes.of(access);
  }

  @Override
  public Set<Vip> observe(Asked asked) {
    return readVips(asked.links().get());
  }

  public List<InterfaceAddress> read() {
    List<InterfaceAddress> addresses = new ArrayList<>();
    Dump.of(
        route,
        "addresses",
        RouteRequests.getAddresses(),
        addresses::clear,
        reply -> InterfaceAddress.read(reply).ifPresent(addresses::add));
    return addresses;
  }

  /** The addresses that a VIP is, or keeps a VIP from being added, whoever added them. */
  public Set<Vip> readVips(Links links) {
    Set<Vip> vips = new TreeSet<>();
    for (InterfaceAddress address : read()) {
      links
          .find(address.interfaceIndex())
          .filter(link -> isOrHindersVip(address, link))
          .ifPresent(link -> vips.add(new Vip(address.address(), link.name())));
    }
    return vips;
  }

  /**
   * For IPv6 an interface has an address once, whatever the prefix length ({@code ipv6_add_addr}):
   * where it is there as part of a network, it cannot be added as a host's. Its scope is the
   * kernel's choice. Sit devices have ::192.0.2.1 by themselves ({@code addrconf_sit_config}).
   */
  private static boolean isOrHindersVip(InterfaceAddress address, Link link) {
    IpAddress held = address.address();
    return switch (held.family()) {
      case IPV4 -> address.prefixLength() == held.family().bits() && !held.isLoopback();
      case IPV6 ->
          address.scope() != Rtnetlink.RT_SCOPE_LINK
              && address.scope() != Rtnetlink.RT_SCOPE_HOST
              && !(held.isIpv4Compatible() && link.kind().equals(SIT));
    };
  }

  /** The addresses that an agent added, as far as the kernel keeps that. */
  public Set<Vip> readMarked(Links links) {
    Set<Vip> vips = new TreeSet<>();
    for (InterfaceAddress address : read()) {
      if (address.isMarked()) {
        links
            .find(address.interfaceIndex())
            .ifPresent(link -> vips.add(new Vip(address.address(), link.name())));
      }
    }
    return vips;
  }

  /** Adds and deletes in one batch; of what is deleted nothing more is announced. */
  @Override
  public List<Outcome> apply(List<Change> all, Supplier<Ownership> owned) {
    List<VipChange> changes = KernelPart.all(VipChange.class, all);
    Links links = Links.read(route);
    List<Message> messages = new ArrayList<>();
    for (VipChange change : changes) {
      if (change instanceof DeleteVip(var vip)) {
        announcer.withdraw(vip);
        lifetimes.release(vip);
      }
      message(change, links).ifPresent(messages::add);
    }
    List<Answer> answers = new ArrayList<>(route.execute(messages));
    List<Outcome> outcomes = new ArrayList<>();
    for (VipChange change : changes) {
      Optional<Link> link = links.find(change.vip().device());
      Answer answer = link.isPresent() ? answers.removeFirst() : NO_SUCH_DEVICE;
      outcomes.add(seen(Outcomes.of(change, answer), links));
    }
    return outcomes;
  }

  /**
   * Takes no address for there that is never seen again: it would be added with every round, and be
   * nobody's.
   */
  private Outcome seen(Outcome outcome, Links links) {
    if (outcome instanceof Outcome.AlreadySo(AddVip(var vip)) && !readVips(links).contains(vip)) {
      return Outcomes.refused(
          outcome.change(),
          Errno.EEXIST.toString(),
          "the kernel answers EEXIST, but has no host address "
              + vip.address()
              + " on "
              + vip.device()
              + "; see what is there (ip addr show dev "
              + vip.device()
              + "), or choose another VIP");
    }
    return outcome;
  }

  private static Optional<Message> message(VipChange change, Links links) {
    Vip vip = change.vip();
    return links
        .find(vip.device())
        .map(link -> VipLifetimes.address(vip, link))
        .map(
            address ->
                change instanceof AddVip
                    ? RouteRequests.newAddress(address)
                    : RouteRequests.deleteAddress(address));
  }

  /** Has the kernel keep those of these VIPs that are dynamic, and no others. */
  public void renew(Collection<Vip> standing) {
    lifetimes.keep(standing, () -> Links.read(route));
  }

  /** A VIP that stays until it is deleted. */
  static InterfaceAddress permanent(Vip vip, Link link) {
    InterfaceAddress address = InterfaceAddress.ofHost(link.index(), vip.address()).marked();
    // else the kernel takes the VIP for the outer source of tunnels, and real servers, which hold
    // the VIP too, drop what comes from it
    return vip.address().family() == AddressFamily.IPV6 ? address.neverASource() : address;
  }
}
