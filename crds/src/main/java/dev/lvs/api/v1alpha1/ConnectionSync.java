package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Connection synchronisation between the directors of a group, `ipvsadm --start-daemon`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionSync(
    @JsonPropertyDescription("Interface of the multicast.") @Required @JsonProperty("interface")
        String interfaceName,
    @JsonPropertyDescription("Only daemons of one id listen to each other; 0 listens to all.")
        @Default("0")
        @Min(0)
        @Max(255)
        Integer syncId,
    @JsonPropertyDescription("Multicast group; default 224.0.0.81.") @Nullable String group,
    @JsonPropertyDescription("UDP port; default 8848.") @Nullable @Min(1) @Max(65535) Integer port,
    @JsonPropertyDescription("Time to live; default 1.") @Nullable @Min(1) @Max(255) Integer ttl,
    @JsonPropertyDescription("Longest message in bytes.") @Nullable @Min(1) @Max(65507)
        Integer maxLength) {
  public ConnectionSync {
    syncId = requireNonNullElse(syncId, 0);
  }
}
