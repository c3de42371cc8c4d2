package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** VIP that a director had, as it was announced then. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FormerVip(
    @JsonPropertyDescription("The VIP.") @Required IpAddress address,
    @JsonPropertyDescription("How it was announced.") @Required AnnouncementMode mode,
    @JsonPropertyDescription("The Lease, or the DirectorGroup where its directors have none.")
        @Nullable String name)
    implements Comparable<FormerVip> {
  private static final Comparator<FormerVip> ORDER =
      Comparator.comparing(FormerVip::address)
          .thenComparing(FormerVip::mode)
          .thenComparing(one -> one.name == null ? "" : one.name);

  /** The announcement of a VIP that a plan has. */
  public static FormerVip of(PlannedVip vip) {
    if (vip.lease() != null) {
      return new FormerVip(vip.address(), AnnouncementMode.LEASE, vip.lease().name());
    }
    if (vip.vrrp() != null) {
      return new FormerVip(vip.address(), AnnouncementMode.VRRP, vip.vrrp().group());
    }
    if (vip.bgp() != null) {
      return new FormerVip(vip.address(), AnnouncementMode.BGP, vip.bgp().directorGroup());
    }
    return new FormerVip(vip.address(), AnnouncementMode.STATIC, null);
  }

  /** Returns whether nodes that have it by this same announcement elect one that answers. */
  public boolean electsOne() {
    return mode == AnnouncementMode.LEASE || mode == AnnouncementMode.VRRP;
  }

  @Override
  public int compareTo(FormerVip other) {
    return ORDER.compare(this, other);
  }
}
