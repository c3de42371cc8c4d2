package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kernel of a node, and what it lacks. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KernelFacts(
    @JsonPropertyDescription("Kernel release.") @Nullable String release,
    @JsonPropertyDescription("Version of IPVS; absent where the kernel has none.")
        @Nullable String ipvs,
    @JsonPropertyDescription("Modules and capabilities that are missing.") List<String> missing) {
  public KernelFacts {
    missing = List.copyOf(requireNonNullElse(missing, List.of()));
  }
}
