package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selection of the real servers of a VirtualService: the union of all sources that are named here.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "has(self.selector) || has(self.names) || has(self.nodeSelector) || "
            + "has(self.serviceRef) || has(self.inline)",
    message = "say which real servers: selector, names, nodeSelector, serviceRef or inline")
@ValidationRule(
    value =
        "!has(self.inline) || self.inline.all(s, self.inline.exists_one(t, t.address "
            + "== s.address && (has(t.port) ? t.port : 0) == (has(s.port) ? s.port : 0)))",
    message = "two inline real servers have the same address and port; remove one",
    fieldPath = ".inline")
public record RealServerSources(
    @JsonPropertyDescription("RealServers of this namespace by their labels.")
        @Nullable LabelSelector selector,
    @JsonPropertyDescription("RealServers of this namespace by name.") @Size(min = 1, max = 256)
        List<String> names,
    @JsonPropertyDescription("Every node with these labels is a real server.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription("The ready endpoints of a Service.")
        @Nullable ServiceReference serviceRef,
    @JsonPropertyDescription("Real servers written right here.") @Size(min = 1, max = 128)
        List<InlineRealServer> inline) {
  public RealServerSources {
    names = List.copyOf(requireNonNullElse(names, List.of()));
    inline = List.copyOf(requireNonNullElse(inline, List.of()));
  }
}
