package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Settings for announcing VIPs to the network. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Announcement(
    @JsonPropertyDescription(
            "static: every director of the group holds its VIPs; there is no failover yet, so let"
                + " the group have one. A VIP that is announced belongs to one group. lease: one at"
                + " a time, by a Kubernetes Lease. vrrp: one at a time, by VRRP. bgp: each"
                + " announces them by BGP. none: somebody else holds them.")
        @Default("static")
        AnnouncementMode mode) {
  public Announcement {
    mode = requireNonNullElse(mode, AnnouncementMode.STATIC);
  }
}
