package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which real servers a VirtualService has: the union of all that is said here. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerSources(
    @JsonPropertyDescription("RealServers of this namespace by their labels.")
        @Nullable LabelSelector selector,
    @JsonPropertyDescription("RealServers of this namespace by name.") List<String> names,
    @JsonPropertyDescription("Every node with these labels is a real server.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription("The ready endpoints of a Service.")
        @Nullable ServiceReference serviceRef,
    @JsonPropertyDescription("Real servers written right here.") List<InlineRealServer> inline) {
  public RealServerSources {
    names = List.copyOf(requireNonNullElse(names, List.of()));
    inline = List.copyOf(requireNonNullElse(inline, List.of()));
  }
}
