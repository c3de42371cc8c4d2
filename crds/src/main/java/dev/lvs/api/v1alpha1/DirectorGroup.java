package dev.lvs.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Nodes that hold VIPs and the IPVS table. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("directorgroups")
@ShortNames("dg")
public final class DirectorGroup extends CustomResource<DirectorGroupSpec, DirectorGroupStatus> {}
