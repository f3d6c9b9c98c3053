package com.trixtech.selfheal.local;

import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.WorkloadRecord;
import com.trixtech.selfheal.local.controllers.WorkloadSpec;
import com.trixtech.selfheal.local.faults.Faults;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.ProcessId;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.time.Instant;
import java.util.List;

/** Makes {@link LocalStatus} out of the event loop's state, on the event loop. Stateless. */
final class StatusView {
  private StatusView() {}

  static LocalStatus of(Cluster cluster, Faults faults, Instant now) {
    return new LocalStatus(
        now,
        cluster.workloads().stream().map(w -> workload(cluster, w, now)).toList(),
        cluster.routes().stream().map(StatusView::service).toList(),
        cluster.budgets().all(),
        faults.list());
  }

  private static LocalStatus.Service service(ServiceRoute route) {
    String scheme = route.protocol() == Protocol.HTTP ? "http" : "tcp";
    return new LocalStatus.Service(
        route.name(),
        scheme + "://" + route.listenHost() + ":" + route.listenPort(),
        route.endpoints().size());
  }

  private static LocalStatus.Workload workload(
      Cluster cluster, WorkloadRecord workload, Instant now) {
    WorkloadSpec spec = workload.spec();
    List<Instance> all = cluster.instances(spec.ref());
    int ready = (int) all.stream().filter(Instance::ready).count();
    int updated = (int) all.stream().filter(i -> i.record().template().equals(spec.hash())).count();
    boolean complete = ready >= spec.replicas() && updated == all.size();
    return new LocalStatus.Workload(
        spec.ref(),
        spec.replicas(),
        ready,
        updated,
        number(workload, spec.hash()),
        spec.hash(),
        updated < all.size(),
        complete || now.isBefore(workload.changedAt().plus(spec.progressDeadline())),
        workload.held(now) ? workload.heldUntil() : null,
        all.stream().map(i -> instance(cluster, workload, i)).toList());
  }

  private static LocalStatus.Instance instance(
      Cluster cluster, WorkloadRecord workload, Instance instance) {
    InstanceRecord r = instance.record();
    return new LocalStatus.Instance(
        r.name(),
        r.uid(),
        r.running().map(ProcessId::pid).orElse(0L),
        r.ip(),
        r.stage(),
        instance.ready(),
        r.restarts(),
        number(workload, r.template()),
        instance.detail(),
        r.nextStart(),
        cluster.node().log(r.name()));
  }

  private static int number(WorkloadRecord workload, String hash) {
    return workload.revision(hash).map(WorkloadRecord.Revised::number).orElse(0);
  }
}
