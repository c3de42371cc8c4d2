package dev.lvs.agent.kernel.address;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Set;

/** A change of a host address. */
public sealed interface VipChange extends OwningChange {
  /** The cause where nothing stands that a VIP is for, and it is therefore not held. */
  String WITHHELD = "VipWithheld";

  Vip vip();

  /** Adds a host address, and announces it where the device speaks ARP. */
  record AddVip(Vip vip) implements VipChange {}

  record DeleteVip(Vip vip) implements VipChange {}

  /**
   * Of a VIP behind which nothing stands.
   *
   * @param why what became of what it is for
   */
  static Outcome.Refused withheld(Vip vip, String why) {
    return new Outcome.Refused(
        new AddVip(vip),
        WITHHELD,
        "VIP "
            + vip.address()
            + " is not held, because on this node nothing stands that it is for: "
            + why
            + ". It is held as soon as one of these stands.");
  }

  @Override
  default ObjectKind<?> kind() {
    return Vips.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Address(vip());
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteVip;
  }

  @Override
  default Object subject() {
    return vip();
  }

  @Override
  default String title() {
    return switch (this) {
      case AddVip(var vip) -> "add address " + vip.address() + " to " + vip.device();
      case DeleteVip(var vip) -> "delete address " + vip.address() + " of " + vip.device();
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case AddVip(var vip) -> "ip addr add " + host(vip) + lifetime(vip);
      case DeleteVip(var vip) -> "ip addr del " + host(vip);
    };
  }

  @Override
  default String suspects() {
    return "NetworkManager, systemd-networkd, keepalived, a script with ip addr";
  }

  @Override
  default Set<Errno> done() {
    return switch (this) {
      case AddVip _ -> Set.of(Errno.EEXIST);
      case DeleteVip _ -> Set.of(Errno.EADDRNOTAVAIL, Errno.ENODEV);
    };
  }

  @Override
  default String reason(String errno) {
    return this instanceof AddVip(var vip)
        ? addressReason(vip.device(), errno)
        : Outcomes.UNEXPECTED;
  }

  private static String host(Vip vip) {
    return vip.address() + "/" + vip.address().family().bits() + " dev " + vip.device();
  }

  /** IPv6 VIPs are there at once and never a source address; IPv4 knows neither. */
  private static String lifetime(Vip vip) {
    String valid = vip.isDynamic() ? " valid_lft " + VipLifetimes.LIFETIME.toSeconds() : "";
    return switch (vip.address().family()) {
      case IPV4 -> vip.isDynamic() ? valid + valid.replace("valid", "preferred") : "";
      case IPV6 -> " nodad" + valid + " preferred_lft 0";
    };
  }

  private static String addressReason(String device, String errno) {
    return switch (errno) {
      case "ENODEV" -> "there is no interface " + device;
      case "EACCES" ->
          "IPv6 is switched off on "
              + device
              + " (sysctl net.ipv6.conf."
              + device
              + ".disable_ipv6)";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
