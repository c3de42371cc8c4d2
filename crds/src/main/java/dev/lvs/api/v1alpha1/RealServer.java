package dev.lvs.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A server that answers for virtual services. */
@Group(Lvs.GROUP)
@Version(Lvs.VERSION)
@Plural("realservers")
@ShortNames("ipvsrs")
public final class RealServer extends CustomResource<RealServerSpec, RealServerStatus>
    implements Namespaced {}
