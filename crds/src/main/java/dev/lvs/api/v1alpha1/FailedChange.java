package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A change of the kernel that did not succeed, or was not tried. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FailedChange(
    @JsonPropertyDescription("The change as an admin would type it, or in a few words.") @Required
        String change,
    @JsonPropertyDescription("The kernel's answer, e.g. ENOENT; absent where it was not asked.")
        @Nullable String errno) {}
