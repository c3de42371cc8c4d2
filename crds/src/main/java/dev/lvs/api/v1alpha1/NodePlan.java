package dev.lvs.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What one node must hold: written by the operator, carried out and reported on by the node-agent.
 */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("nodeplans")
public final class NodePlan extends CustomResource<NodePlanSpec, NodePlanStatus> {}
