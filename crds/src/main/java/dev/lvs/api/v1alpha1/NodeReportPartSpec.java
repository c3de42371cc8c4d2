package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * A contiguous run of a report's entries; the parts of a report, concatenated in order, are the
 * whole report.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeReportPartSpec(
    @JsonPropertyDescription("The node that reports.") @Required String nodeName,
    @JsonPropertyDescription("The first 128 bits of the SHA-256 of the entries, in hexadecimal.")
        @Required
        String digest,
    @JsonPropertyDescription("Entries of its report.") List<ResourceReport> entries) {
  public NodeReportPartSpec {
    entries = List.copyOf(requireNonNullElse(entries, List.of()));
  }
}
