package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Connection synchronisation between the directors of a group, `ipvsadm --start-daemon`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.group) || (isIP(self.group) && "
            + "self.group.matches('^((22[4-9]|23[0-9])[.]|[fF]{2}[0-9a-fA-F]{2}:)'))",
    message = "group must be a multicast address, e.g. 224.0.0.81 or ff02::81",
    fieldPath = ".group")
@ValidationRule(
    value = "self.interface != 'lo'",
    message = "lo leads to no other director: name the interface between the directors",
    fieldPath = ".interface")
public record ConnectionSync(
    @JsonPropertyDescription("Interface of the multicast.")
        @Required
        @JsonProperty("interface")
        @Pattern("^[^/:\\s]+$")
        @Size(max = 15)
        String interfaceName,
    @JsonPropertyDescription("Only daemons of one id listen to each other; 0 listens to all.")
        @Default("0")
        @Min(0)
        @Max(255)
        Integer syncId,
    @JsonPropertyDescription("Multicast group; default 224.0.0.81.") @Size(max = 45)
        @Nullable String group,
    @JsonPropertyDescription("UDP port; default 8848.") @Nullable @Min(1) @Max(65535) Integer port,
    @JsonPropertyDescription("Time to live; default 1.") @Nullable @Min(1) @Max(255) Integer ttl,
    @JsonPropertyDescription("Longest message in bytes.") @Nullable @Min(1) @Max(65507)
        Integer maxLength) {
  public ConnectionSync {
    syncId = requireNonNullElse(syncId, 0);
  }
}
