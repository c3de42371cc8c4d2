package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.VipInterface;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Interfaces on which the directors of a group hold its VIPs. */
final class VipInterfaces {
  private VipInterfaces() {}

  /** The one of a VIP; null for the one that leads to it. */
  static @Nullable String of(DirectorGroupSpec group, IpAddress vip) {
    return group.vipInterfaces().stream()
        .filter(
            one ->
                one.addresses().stream()
                    .flatMap(text -> AddressRange.read(text).stream())
                    .anyMatch(range -> range.contains(vip)))
        .findFirst()
        .map(VipInterface::interfaceName)
        .orElse(group.vipInterface());
  }
}
