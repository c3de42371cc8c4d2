package dev.lvs.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A part of a NodePlan that is too large for one object; immutable, and named by its content. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("nodeplanparts")
@JsonClassDescription(
    "A part of a NodePlan that is too large for one object: written by the operator, never changed,"
        + " and named by what it says.")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public final class NodePlanPart extends CustomResource<NodePlanPartSpec, Void> {}
