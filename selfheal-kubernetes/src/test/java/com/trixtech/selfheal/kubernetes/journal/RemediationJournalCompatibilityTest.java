package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.testkit.JournalCompatibilityKit;
import com.trixtech.selfheal.testkit.JournalSamples;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** On a real API server. */
class RemediationJournalCompatibilityTest extends JournalCompatibilityKit {

  @Override
  protected Storage newStorage() {
    ApiServer server = ApiServer.get();
    String home = server.namespace("journal");
    Requests line = new Requests();
    KubernetesClient api = server.acting(line);
    // The samples' workloads live there.
    Set<String> namespaces = Set.of("default", "data");
    namespaces.forEach(server::namespaceOf);
    return new Storage() {
      private @Nullable RemediationJournal opened;

      @Override
      public Journal open() {
        RemediationJournal journal =
            RemediationJournal.open(api, home, namespaces, Retention.DEFAULT);
        opened = journal;
        return journal;
      }

      /** A write to the API server is whole or not at all; what cuts an entry off is a person. */
      @Override
      public void tear() {
        Remediation page =
            server
                .admin()
                .resources(Remediation.class)
                .inNamespace(home)
                .list()
                .getItems()
                .getFirst();
        List<Line> lines =
            new ArrayList<>(page.getSpec().entries().stream().map(Line::of).toList());
        Line whole = Line.of(lines.getLast().sequence() + 1, JournalSamples.entries().getLast());
        String half = whole.text().substring(0, whole.text().length() / 2);
        lines.add(new Line(whole.sequence(), whole.at(), half, null));
        page.setSpec(Page.with(page.getSpec(), lines));
        server.admin().resource(page).update();
      }

      @Override
      public Optional<String> torn() {
        RemediationJournal journal = opened;
        return journal == null ? Optional.empty() : journal.torn();
      }

      @Override
      public void makeUnwritable() {
        line.cut(true);
      }

      @Override
      public void makeWritable() {
        line.cut(false);
      }

      @Override
      public void close() {
        line.cut(false);
        for (String namespace : List.of("default", "data", home)) {
          server.admin().resources(Remediation.class).inNamespace(namespace).delete();
        }
        api.close();
      }
    };
  }
}
