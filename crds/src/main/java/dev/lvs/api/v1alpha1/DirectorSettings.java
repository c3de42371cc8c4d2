package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Node-wide settings of a DirectorGroup, once for each director however many services it has. */
@AlwaysChecked
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = IpvsSysctls.NAMES_ARE_KNOWN,
    message = "ipvsSysctls takes the names below /proc/sys/net/ipv4/vs and no others",
    fieldPath = ".ipvsSysctls")
public record DirectorSettings(
    @JsonPropertyDescription("Connection timeouts; absent ones stay as they are.")
        @Nullable ConnectionTimeouts timeouts,
    @JsonPropertyDescription("Connection synchronisation.") @Nullable ConnectionSync connectionSync,
    @JsonPropertyDescription("Settings below net.ipv4.vs.")
        @Pattern("^[0-9 ,-]{1,63}$")
        @Size(max = 40)
        Map<String, String> ipvsSysctls,
    @JsonPropertyDescription("The resource they come from, e.g. DirectorGroup default.") @Required
        ResourceName source) {
  public DirectorSettings {
    // sorted, since Map.copyOf has another order in each JVM and plans are compared as bytes
    ipvsSysctls =
        Collections.unmodifiableMap(new TreeMap<>(requireNonNullElse(ipvsSysctls, Map.of())));
  }
}
