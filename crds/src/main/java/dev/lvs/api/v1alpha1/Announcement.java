package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How the network learns where a VIP is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Announcement(
    @JsonPropertyDescription("static, lease, bgp, vrrp or none.") @Default("static")
        AnnouncementMode mode) {
  public Announcement {
    mode = requireNonNullElse(mode, AnnouncementMode.STATIC);
  }
}
