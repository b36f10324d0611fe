<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>PlotMarks</name>
    <message>
        <source>%1 changes</source>
        <translation>%1 Änderungen</translation>
    </message>
    <message>
        <source>%1 changes, the last: %2</source>
        <translation>%1 Änderungen, zuletzt: %2</translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>per Uhr</translation>
    </message>
    <message>
        <source>flushed</source>
        <translation>geleert</translation>
    </message>
    <message>
        <source>%1 of %2 seats taken</source>
        <translation>%1 von %2 Plätzen belegt</translation>
    </message>
    <message>
        <source>the next batch: %1 items of %2 that make it full</source>
        <translation>der nächste Stapel: %1 Elemente von %2, mit denen er voll ist</translation>
    </message>
    <message>
        <source>a place in the batch</source>
        <translation>ein Platz im Stapel</translation>
    </message>
    <message>
        <source>the departure clock: a batch leaves when it is full of time</source>
        <translation>die Abfahrtsuhr: Ist sie abgelaufen, fährt der Stapel ab</translation>
    </message>
    <message>
        <source>the clock stands</source>
        <translation>die Uhr steht</translation>
    </message>
    <message>
        <source>due; waits for a slot</source>
        <translation>fällig; wartet auf Platz</translation>
    </message>
    <message>
        <source>leaves in %1 ms</source>
        <translation>Abfahrt in %1 ms</translation>
    </message>
    <message>
        <source>the last %1 batches</source>
        <translation>die letzten %1 Stapel</translation>
    </message>
    <message>
        <source>batch %1: %2 items, %3; its first waited %4 ms</source>
        <translation>Stapel %1: %2 Elemente, %3; das erste wartete %L4 ms</translation>
    </message>
    <message>
        <source>arrivals %1 /s</source>
        <translation>Ankünfte %1 /s</translation>
    </message>
    <message>
        <source>%1 items wait, of %2 that may</source>
        <translation>%1 Elemente warten, von %2, die es dürfen</translation>
    </message>
    <message>
        <source>%1 of %2 wait</source>
        <translation>%1 von %2 warten</translation>
    </message>
    <message>
        <source>%1 for the next</source>
        <translation>%1 für den nächsten</translation>
    </message>
    <message>
        <source>rejected %1 /s</source>
        <translation>abgewiesen %1 /s</translation>
    </message>
    <message>
        <source>%1 of %2 in flight</source>
        <translation>%1 von %2 unterwegs</translation>
    </message>
    <message>
        <source>batches that are being handled</source>
        <translation>Stapel, die gerade verarbeitet werden</translation>
    </message>
    <message>
        <source>a batch in flight</source>
        <translation>ein Stapel unterwegs</translation>
    </message>
    <message>
        <source>the loop has ended</source>
        <translation>die Schleife ist zu Ende</translation>
    </message>
    <message>
        <source>OUTAGE</source>
        <translation>AUSFALL</translation>
    </message>
    <message>
        <source>LATENCY SPIKE</source>
        <translation>LATENZSPITZE</translation>
    </message>
    <message>
        <source>%1 + %2 n ms</source>
        <translation>%L1 + %L2 n ms</translation>
    </message>
    <message>
        <source>ok %1 /s</source>
        <translation>gut %1 /s</translation>
    </message>
    <message>
        <source>%1 of %2 seats of the next batch are taken; %3 of %4 batches are in flight. %5 items a second arrive, %6 complete, %7 fail, %8 are rejected.</source>
        <translation>%1 von %2 Plätzen des nächsten Stapels sind belegt; %3 von %4 Stapeln sind unterwegs. Je Sekunde kommen %5 Elemente an, %6 werden erledigt, %7 scheitern, %8 werden abgewiesen.</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>half-open</source>
        <translation>halboffen</translation>
    </message>
    <message>
        <source>forced open</source>
        <translation>zwangsweise offen</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>metrics only</source>
        <translation>nur Messung</translation>
    </message>
    <message>
        <source>the switch: %1</source>
        <translation>der Schalter: %1</translation>
    </message>
    <message>
        <source>open for %1 s more, of %2</source>
        <translation>noch %L1 s offen, von %L2</translation>
    </message>
    <message>
        <source> · %1 s</source>
        <translation> · %L1 s</translation>
    </message>
    <message>
        <source>%1 of %2 probes ok</source>
        <translation>%1 von %2 Proben gut</translation>
    </message>
    <message>
        <source>%1 failures in a row · opens at %2</source>
        <translation>%1 Fehler in Folge · öffnet bei %2</translation>
    </message>
    <message>
        <source>last %1 of %2 calls</source>
        <translation>die letzten %1 von %2 Aufrufen</translation>
    </message>
    <message>
        <source>last %1 calls</source>
        <translation>die letzten %1 Aufrufe</translation>
    </message>
    <message>
        <source>a call that came out well</source>
        <translation>ein Aufruf, der gut ausging</translation>
    </message>
    <message>
        <source>a call that failed</source>
        <translation>ein gescheiterter Aufruf</translation>
    </message>
    <message>
        <source>a slow call</source>
        <translation>ein langsamer Aufruf</translation>
    </message>
    <message>
        <source>failure rate %1 % · opens at %2 %</source>
        <translation>Fehlerrate %1 % · öffnet bei %2 %</translation>
    </message>
    <message>
        <source>the service: %1 of %2 calls are in it</source>
        <translation>der Dienst: %1 von %2 Aufrufen sind darin</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>%1 / %2 busy</source>
        <translation>%1 / %2 belegt</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>a call in the service</source>
        <translation>ein Aufruf im Dienst</translation>
    </message>
    <message>
        <source>a free slot for a call</source>
        <translation>ein freier Platz für einen Aufruf</translation>
    </message>
    <message>
        <source>fails %1 %</source>
        <translation>Fehler %L1 %</translation>
    </message>
    <message>
        <source>fails %1 % · %2 ms</source>
        <translation>Fehler %L1 % · %L2 ms</translation>
    </message>
    <message>
        <source>OUTAGE+SPIKE</source>
        <translation>AUSFALL+SPITZE</translation>
    </message>
    <message>
        <source>failed %1 /s</source>
        <translation>Fehler %1 /s</translation>
    </message>
    <message>
        <source>rejected fast %1 /s</source>
        <translation>abgewiesen %1 /s</translation>
    </message>
    <message>
        <source>queue %1 of %2</source>
        <translation>Warteschlange %1 von %2</translation>
    </message>
    <message>
        <source>items on their way to the switch</source>
        <translation>Elemente auf dem Weg zum Schalter</translation>
    </message>
    <message>
        <source>calls that the breaker lets through</source>
        <translation>Aufrufe, die der Schalter durchlässt</translation>
    </message>
    <message>
        <source>calls that came out well</source>
        <translation>Aufrufe, die gut ausgingen</translation>
    </message>
    <message>
        <source>calls that failed or took too long</source>
        <translation>Aufrufe, die scheiterten oder zu lange dauerten</translation>
    </message>
    <message>
        <source>items that the breaker or a full queue rejects</source>
        <translation>Elemente, die der Schalter oder eine volle Warteschlange abweist</translation>
    </message>
    <message>
        <source>%1. %2 items a second arrive; %3 complete, %4 fail, %5 are rejected. %6 of %7 call slots are busy, %8 items wait. %9</source>
        <translation>%1. Je Sekunde kommen %2 Elemente an; %3 werden erledigt, %4 scheitern, %5 werden abgewiesen. %6 von %7 Plätzen im Dienst sind belegt, %8 Elemente warten. %9</translation>
    </message>
    <message>
        <source>%1 items wait</source>
        <translation>%1 Elemente warten</translation>
    </message>
    <message>
        <source>%1 wait</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>Stapel %1</translation>
    </message>
    <message>
        <source>%1 of %2 items are still to be taken</source>
        <translation>%1 von %2 Elementen sind noch zu nehmen</translation>
    </message>
    <message>
        <source>%1 of %2 left</source>
        <translation>noch %1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 lanes in use</source>
        <translation>%1 von %2 Spuren belegt</translation>
    </message>
    <message>
        <source>one task works on all of them in turn</source>
        <translation>ein Task bearbeitet alle reihum</translation>
    </message>
    <message>
        <source>a task for each item</source>
        <translation>ein Task für jedes Element</translation>
    </message>
    <message>
        <source>a free lane</source>
        <translation>eine freie Spur</translation>
    </message>
    <message>
        <source>a lane beyond the limit, which is lower now</source>
        <translation>eine Spur jenseits der Grenze, die jetzt niedriger ist</translation>
    </message>
    <message>
        <source>item %1 waits for a worker</source>
        <translation>Element %1 wartet auf einen Worker</translation>
    </message>
    <message>
        <source>item %1 is being worked on</source>
        <translation>Element %1 ist in Arbeit</translation>
    </message>
    <message>
        <source>ok %1 /s · failed %2 /s</source>
        <translation>gut %1 /s · gescheitert %2 /s</translation>
    </message>
    <message>
        <source>results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>%1 of %2 delivered</source>
        <translation>%1 von %2 geliefert</translation>
    </message>
    <message>
        <source>the newest results, in the order in which they were delivered</source>
        <translation>die neuesten Ergebnisse, in der Reihenfolge der Lieferung</translation>
    </message>
    <message>
        <source>item %1 %2</source>
        <translation>Element %1 %2</translation>
    </message>
    <message>
        <source>; a later one was there before it</source>
        <translation>; ein späteres war vor ihm da</translation>
    </message>
    <message>
        <source>%1 held back</source>
        <translation>%1 zurückgehalten</translation>
    </message>
    <message>
        <source>%1 out of order</source>
        <translation>%1 außer der Reihe</translation>
    </message>
    <message>
        <source>last: %1 ms, at best %2</source>
        <translation>zuletzt: %1 ms, bestens %2</translation>
    </message>
    <message>
        <source>%1 of %2 items are taken and %3 delivered</source>
        <translation>%1 von %2 Elementen sind genommen und %3 geliefert</translation>
    </message>
    <message>
        <source>%1 of %2 lanes are at work; %3. %4 items a second complete, %5 fail.</source>
        <translation>%1 von %2 Spuren arbeiten; %3. Je Sekunde werden %4 Elemente erledigt, %5 scheitern.</translation>
    </message>
    <message>
        <source>has not begun</source>
        <translation>hat nicht begonnen</translation>
    </message>
    <message>
        <source>waits for its input</source>
        <translation>wartet auf seine Eingabe</translation>
    </message>
    <message>
        <source>waits for a thread</source>
        <translation>wartet auf einen Thread</translation>
    </message>
    <message>
        <source>computes on %1 %2</source>
        <translation>rechnet auf %1 %2</translation>
    </message>
    <message>
        <source>thread</source>
        <translation>Thread</translation>
    </message>
    <message>
        <source>worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>task %1 %2</source>
        <translation>Task %1 %2</translation>
    </message>
    <message>
        <source>waits for input</source>
        <translation>auf Eingabe</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>computes</source>
        <translation>rechnet</translation>
    </message>
    <message>
        <source>%1 of %2 threads compute</source>
        <translation>%1 von %2 Threads rechnen</translation>
    </message>
    <message>
        <source>%1 of %2 workers compute</source>
        <translation>%1 von %2 Workern rechnen</translation>
    </message>
    <message>
        <source>no join has begun</source>
        <translation>kein Join hat begonnen</translation>
    </message>
    <message>
        <source>join %1</source>
        <translation>Join %1</translation>
    </message>
    <message>
        <source>last: %1 ms, at best %2 ms, speedup %3</source>
        <translation>zuletzt: %1 ms, bestens %2 ms, Speedup %L3</translation>
    </message>
    <message numerus="yes">
        <source>%n left behind run on</source>
        <translation>
            <numerusform>%n zurückgelassener läuft weiter</numerusform>
            <numerusform>%n zurückgelassene laufen weiter</numerusform>
        </translation>
    </message>
    <message>
        <source>returned</source>
        <translation>zurückgekehrt</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%L1 ms</translation>
    </message>
    <message>
        <source>and %1 tasks</source>
        <translation>und %1 Tasks</translation>
    </message>
    <message>
        <source>Join %1: %2 of %3 tasks have ended, %4 compute. %5 joins have returned, %6 of them with a failure; %7 tasks outlived theirs.</source>
        <translation>Join %1: %2 von %3 Tasks sind zu Ende, %4 rechnen. %5 Joins sind zurückgekehrt, %6 davon mit einem Fehler; %7 Tasks überlebten ihren.</translation>
    </message>
    <message>
        <source>queue of stage %1: %2 of %3</source>
        <translation>Warteschlange der Stufe %1: %2 von %3</translation>
    </message>
    <message>
        <source>there is no queue before stage %1</source>
        <translation>vor Stufe %1 ist keine Warteschlange</translation>
    </message>
    <message>
        <source>no queue</source>
        <translation>ohne Schlange</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>Schlange</translation>
    </message>
    <message>
        <source>stage %1: %2 of %3 workers work and %4 hold a finished item; it passed %5 a second on</source>
        <translation>Stufe %1: %2 von %3 Workern arbeiten und %4 halten ein fertiges Element; sie gab je Sekunde %5 weiter</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>a worker of stage %1, at work</source>
        <translation>ein Worker der Stufe %1, an der Arbeit</translation>
    </message>
    <message>
        <source>a worker of stage %1, holding an item</source>
        <translation>ein Worker der Stufe %1, der ein Element hält</translation>
    </message>
    <message>
        <source>a worker of stage %1, free</source>
        <translation>ein Worker der Stufe %1, frei</translation>
    </message>
    <message>
        <source>workers of stage %1 at work: %2 %</source>
        <translation>Worker der Stufe %1 an der Arbeit: %2 %</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1 /s</translation>
    </message>
    <message>
        <source>a throw looked like the end of the input</source>
        <translation>ein Wurf sah aus wie das Ende der Eingabe</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>in Reihenfolge</translation>
    </message>
    <message>
        <source>what has passed the last stage</source>
        <translation>was die letzte Stufe passiert hat</translation>
    </message>
    <message>
        <source>dropped %1 /s</source>
        <translation>verworfen %1 /s</translation>
    </message>
    <message>
        <source>stage %1: %2 queued, %3 of %4 workers work, %5 hold an item</source>
        <translation>Stufe %1: %2 warten, %3 von %4 Workern arbeiten, %5 halten ein Element</translation>
    </message>
    <message>
        <source>%1 items a second arrive and %2 complete; %3.</source>
        <translation>Je Sekunde kommen %1 Elemente an und %2 werden erledigt; %3.</translation>
    </message>
    <message>
        <source>a tick refills</source>
        <translation>ein Takt füllt nach</translation>
    </message>
    <message>
        <source>token bucket</source>
        <translation>Token-Bucket</translation>
    </message>
    <message>
        <source>leaky bucket</source>
        <translation>Leaky-Bucket</translation>
    </message>
    <message>
        <source>fixed window</source>
        <translation>festes Fenster</translation>
    </message>
    <message>
        <source>sliding window</source>
        <translation>gleitendes Fenster</translation>
    </message>
    <message>
        <source>permits that could go out now: %1 of %2</source>
        <translation>Permits, die jetzt ausgehen könnten: %L1 von %2</translation>
    </message>
    <message>
        <source>free permits</source>
        <translation>freie Permits</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%L1 von %2 frei</translation>
    </message>
    <message>
        <source>+%1 /s</source>
        <translation>+%1 /s</translation>
    </message>
    <message>
        <source>%1 items wait for a permit, of %2 that may</source>
        <translation>%1 Elemente warten auf ein Permit, von %2, die es dürfen</translation>
    </message>
    <message>
        <source>nobody waits: what finds none is rejected</source>
        <translation>wer keins findet, wird abgewiesen</translation>
    </message>
    <message>
        <source>let through %1 /s</source>
        <translation>durch %1 /s</translation>
    </message>
    <message>
        <source>items that were let through</source>
        <translation>Elemente, die durchgelassen wurden</translation>
    </message>
    <message>
        <source>the service: %1 calls are in it</source>
        <translation>der Dienst: %1 Aufrufe sind darin</translation>
    </message>
    <message>
        <source>service · %1 busy</source>
        <translation>Dienst · %1 belegt</translation>
    </message>
    <message>
        <source>came</source>
        <translation>gekommen</translation>
    </message>
    <message>
        <source>let through</source>
        <translation>durch</translation>
    </message>
    <message>
        <source>last %1 s</source>
        <translation>letzte %1 s</translation>
    </message>
    <message>
        <source>%1 at %2 a second: %3 of %4 permits are free and %5 items wait. %6 items a second arrive, %7 are let through, %8 rejected. %9</source>
        <translation>%1 mit %2 je Sekunde: %L3 von %4 Permits sind frei und %5 Elemente warten. Je Sekunde kommen %6 Elemente an, %7 werden durchgelassen, %8 abgewiesen. %9</translation>
    </message>
    <message>
        <source>1 in %1 items drawn</source>
        <translation>1 von %1 gezeichnet</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit überschritten</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>item %1: %2</source>
        <translation>Element %1: %2</translation>
    </message>
    <message>
        <source>item %1, here for %2 s</source>
        <translation>Element %1, hier seit %L2 s</translation>
    </message>
    <message>
        <source>no layer</source>
        <translation>keine Schicht</translation>
    </message>
    <message>
        <source>rate limit</source>
        <translation>Ratenbegrenzung</translation>
    </message>
    <message>
        <source>concurrency limit</source>
        <translation>Nebenläufigkeitsgrenze</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>Timeout</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>circuit breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>hedge</source>
        <translation>Hedging</translation>
    </message>
    <message>
        <source>the service: %1 attempts are in it</source>
        <translation>der Dienst: %1 Versuche sind darin</translation>
    </message>
    <message>
        <source>%1 · %2 busy</source>
        <translation>%1 · %2 belegt</translation>
    </message>
    <message>
        <source>an attempt in the service</source>
        <translation>ein Versuch im Dienst</translation>
    </message>
    <message>
        <source>static</source>
        <translation>statisch</translation>
    </message>
    <message>
        <source>virtual</source>
        <translation>virtuell</translation>
    </message>
    <message>
        <source>type-erased</source>
        <translation>typgelöscht</translation>
    </message>
    <message>
        <source>a call through the layers</source>
        <translation>ein Aufruf durch die Schichten</translation>
    </message>
    <message>
        <source>%1 %2 ns</source>
        <translation>%1 %2 ns</translation>
    </message>
    <message>
        <source>%1 dispatch costs %2 ns a call</source>
        <translation>Bindung %1 kostet %2 ns je Aufruf</translation>
    </message>
    <message>
        <source>calls %1 /s</source>
        <translation>Aufrufe %1 /s</translation>
    </message>
    <message>
        <source>calls, on their way to the outermost layer</source>
        <translation>Aufrufe auf dem Weg zur äußersten Schicht</translation>
    </message>
    <message>
        <source>attempts %1 /s</source>
        <translation>Versuche %1 /s</translation>
    </message>
    <message>
        <source>%1 attempts a call</source>
        <translation>%L1 Versuche je Aufruf</translation>
    </message>
    <message>
        <source>From the outside in: %1; then the service, with %2 attempts in it. %3 calls a second arrive, %4 complete, %5 fail, %6 are rejected; %7 attempts a call.</source>
        <translation>Von außen nach innen: %1; dann der Dienst mit %2 Versuchen darin. Je Sekunde kommen %3 Aufrufe an, %4 werden erledigt, %5 scheitern, %6 werden abgewiesen; %L7 Versuche je Aufruf.</translation>
    </message>
    <message>
        <source>item %1, a writer, %2</source>
        <translation>Element %1, ein Schreiber, %2</translation>
    </message>
    <message>
        <source>item %1, a reader, %2</source>
        <translation>Element %1, ein Leser, %2</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>drinnen</translation>
    </message>
    <message>
        <source>get, then set</source>
        <translation>erst lesen, dann setzen</translation>
    </message>
    <message>
        <source> · get, then set</source>
        <translation> · erst lesen, dann setzen</translation>
    </message>
    <message>
        <source>%1 readers and %2 writers wait</source>
        <translation>%1 Leser und %2 Schreiber warten</translation>
    </message>
    <message>
        <source>who waits, in order of coming: the first stands at the door</source>
        <translation>wer wartet, in der Reihenfolge des Kommens: der erste steht an der Tür</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>mean wait %1 ms</source>
        <translation>mittlere Wartezeit %L1 ms</translation>
    </message>
    <message>
        <source>readers look at the newest snapshot; nobody keeps them waiting</source>
        <translation>Leser sehen den neuesten Schnappschuss; niemand lässt sie warten</translation>
    </message>
    <message>
        <source>the writer makes the next snapshot</source>
        <translation>der Schreiber erstellt den nächsten Schnappschuss</translation>
    </message>
    <message>
        <source>the map: one at a time, readers too</source>
        <translation>die Map: einer nach dem anderen, auch Leser</translation>
    </message>
    <message>
        <source>the map in %1 shards: readers or one writer in each</source>
        <translation>die Map in %1 Teilen: in jedem Leser oder ein Schreiber</translation>
    </message>
    <message>
        <source>the map: readers together, or one writer</source>
        <translation>die Map: Leser gemeinsam oder ein Schreiber</translation>
    </message>
    <message>
        <source>%1 shards · at most %2 readers at once</source>
        <translation>%1 Teile · höchstens %2 Leser zugleich</translation>
    </message>
    <message>
        <source>at most %1 readers at once</source>
        <translation>höchstens %1 Leser zugleich</translation>
    </message>
    <message>
        <source>%1 reads /s</source>
        <translation>%1 Lesevorgänge /s</translation>
    </message>
    <message>
        <source>%1 writes /s</source>
        <translation>%1 Schreibvorgänge /s</translation>
    </message>
    <message>
        <source>%1 updates lost</source>
        <translation>%1 Änderungen verloren</translation>
    </message>
    <message>
        <source>no update lost</source>
        <translation>keine Änderung verloren</translation>
    </message>
    <message>
        <source>updates that the map knows nothing of: %1</source>
        <translation>Änderungen, von denen die Map nichts weiß: %1</translation>
    </message>
    <message>
        <source>%1: %2 readers and %3 writers are inside, %4 readers and %5 writers wait. %6 reads and %7 writes a second; %8 updates lost.</source>
        <translation>%1: %2 Leser und %3 Schreiber sind drinnen, %4 Leser und %5 Schreiber warten. Je Sekunde %6 Lese- und %7 Schreibvorgänge; %8 Änderungen verloren.</translation>
    </message>
    <message>
        <source>not grown</source>
        <translation>nicht gewachsen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>working</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>asked to stop</source>
        <translation>um Halt gebeten</translation>
    </message>
    <message>
        <source>cleaning up</source>
        <translation>beim Aufräumen</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>aborted</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>node %1 on level %2: %3</source>
        <translation>Knoten %1 auf Ebene %2: %3</translation>
    </message>
    <message>
        <source>; it ignores that it is asked</source>
        <translation>; er ignoriert die Bitte</translation>
    </message>
    <message>
        <source>draining, %1 s</source>
        <translation>läuft aus, %L1 s</translation>
    </message>
    <message>
        <source>past the deadline: what works is cut</source>
        <translation>nach der Frist: was arbeitet, wird abgeschnitten</translation>
    </message>
    <message>
        <source>shut down; the next tree grows soon</source>
        <translation>heruntergefahren; bald wächst der nächste Baum</translation>
    </message>
    <message>
        <source>tree %1</source>
        <translation>Baum %1</translation>
    </message>
    <message>
        <source>there is no deadline</source>
        <translation>es gibt keine Frist</translation>
    </message>
    <message>
        <source>time until the deadline, %1 s</source>
        <translation>Zeit bis zur Frist, %L1 s</translation>
    </message>
    <message>
        <source>last shutdown %1 s</source>
        <translation>letztes Herunterfahren %L1 s</translation>
    </message>
    <message>
        <source>Tree %1 of %2 tasks, %3. %4.</source>
        <translation>Baum %1 aus %2 Tasks, %3. %4.</translation>
    </message>
    <message>
        <source>worker %1</source>
        <translation>Worker %1</translation>
    </message>
    <message>
        <source>%1 has run %2 tasks; it stole %3, on %4 visits</source>
        <translation>%1 hat %2 Tasks ausgeführt; er stahl %3, bei %4 Besuchen</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>tot</translation>
    </message>
    <message>
        <source>%1 runs a task of worker %2</source>
        <translation>%1 führt einen Task von Worker %2 aus</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>müßig</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) wait in the deque of %1</source>
        <translation>
            <numerusform>%n Task wartet in der Deque von %1</numerusform>
            <numerusform>%n Tasks warten in der Deque von %1</numerusform>
        </translation>
    </message>
    <message>
        <source>a task of worker %1, waiting for %2</source>
        <translation>ein Task von Worker %1, der auf %2 wartet</translation>
    </message>
    <message>
        <source>%1 of %2 tasks of the batch are done</source>
        <translation>%1 von %2 Tasks des Stapels sind fertig</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
    <message>
        <source>took %1 ms</source>
        <translation>Dauer %1 ms</translation>
    </message>
    <message>
        <source>at best %1 ms</source>
        <translation>bestens %1 ms</translation>
    </message>
    <message>
        <source>%1 steals /s</source>
        <translation>gestohlen %1 /s</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 verloren</translation>
    </message>
    <message>
        <source>shared queue %1</source>
        <translation>gemeinsam %1</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) wait in the queue that all share</source>
        <translation>
            <numerusform>%n Task wartet in der gemeinsamen Warteschlange</numerusform>
            <numerusform>%n Tasks warten in der gemeinsamen Warteschlange</numerusform>
        </translation>
    </message>
    <message>
        <source>a task in the shared queue</source>
        <translation>ein Task in der gemeinsamen Warteschlange</translation>
    </message>
    <message>
        <source>all take here</source>
        <translation>alle nehmen hier</translation>
    </message>
    <message>
        <source>nobody steals</source>
        <translation>niemand stiehlt</translation>
    </message>
    <message>
        <source>thieves take half</source>
        <translation>Dieb nimmt Hälfte</translation>
    </message>
    <message>
        <source>thieves take one</source>
        <translation>Dieb nimmt einen</translation>
    </message>
    <message>
        <source>and %1 workers</source>
        <translation>und %1 Worker</translation>
    </message>
    <message>
        <source>%1 of %2 workers run a task; %3 tasks wait in their deques and %4 in the shared queue. Of this batch %5 of %6 are done. %7 steals a second.</source>
        <translation>%1 von %2 Workern führen einen Task aus; %3 Tasks warten in ihren Deques und %4 in der gemeinsamen Warteschlange. Von diesem Stapel sind %5 von %6 fertig. %7 Diebstähle je Sekunde.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>%1 OUTLIVE THEIR JOIN</source>
        <translation>%1 ÜBERLEBEN IHREN JOIN</translation>
    </message>
    <message>
        <source>%1 OUTLIVES ITS JOIN</source>
        <translation>%1 ÜBERLEBT SEINEN JOIN</translation>
    </message>
    <message>
        <source>%1 RUN ON</source>
        <translation>%1 LAUFEN WEITER</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 gescheitert</translation>
    </message>
    <message>
        <source>%1 failure in a row</source>
        <translation>%1 Fehler in Folge</translation>
    </message>
    <message>
        <source>%1 failures in a row</source>
        <translation>%1 Fehler in Folge</translation>
    </message>
    <message>
        <source>%1 given up</source>
        <translation>%1 aufgegeben</translation>
    </message>
    <message>
        <source>%1 granted in %2 ms, %3 allowed</source>
        <translation>%1 erteilt in %2 ms, %3 erlaubt</translation>
    </message>
    <message>
        <source>%1 have not cleaned up</source>
        <translation>%1 haben nicht aufgeräumt</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 unterwegs</translation>
    </message>
    <message>
        <source>%1 inside</source>
        <translation>%1 drinnen</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>%1 von %2 gescheitert</translation>
    </message>
    <message>
        <source>%1 of %2 failed (%3 % &lt; %4 %)</source>
        <translation>%1 von %2 gescheitert (%3 % &lt; %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 failed (%3 % &gt;= %4 %)</source>
        <translation>%1 von %2 gescheitert (%3 % ≥ %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 lanes</source>
        <translation>%1 von %2 Spuren</translation>
    </message>
    <message>
        <source>%1 of %2 permits are free; no window held more than it may</source>
        <translation>%1 von %2 Permits sind frei; kein Fenster enthielt mehr, als es darf</translation>
    </message>
    <message>
        <source>%1 of %2 probes answered</source>
        <translation>%1 von %2 Proben beantwortet</translation>
    </message>
    <message>
        <source>%1 of %2 probes answered within %3 ms</source>
        <translation>%1 von %2 Proben innerhalb von %3 ms beantwortet</translation>
    </message>
    <message>
        <source>%1 of %2 probes answered within %3 s</source>
        <translation>%1 von %2 Proben innerhalb von %3 s beantwortet</translation>
    </message>
    <message>
        <source>%1 of %2 probes failed (%3 % &gt;= %4 %)</source>
        <translation>%1 von %2 Proben gescheitert (%3 % ≥ %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 probes slow (%3 % &gt;= %4 %)</source>
        <translation>%1 von %2 Proben langsam (%3 % ≥ %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 probes succeeded</source>
        <translation>%1 von %2 Proben gelungen</translation>
    </message>
    <message>
        <source>%1 of %2 slow (%3 % &lt; %4 %)</source>
        <translation>%1 von %2 langsam (%3 % &lt; %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 slow (%3 % &gt;= %4 %)</source>
        <translation>%1 von %2 langsam (%3 % ≥ %4 %)</translation>
    </message>
    <message>
        <source>%1 of %2 updates lost: another writer came between a get and its set</source>
        <translation>%1 von %2 Änderungen verloren: ein anderer Schreiber kam zwischen Lesen und Setzen</translation>
    </message>
    <message>
        <source>%1 permits left</source>
        <translation>noch %1 Permits</translation>
    </message>
    <message>
        <source>%1 reader inside</source>
        <translation>%1 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 reader waits</source>
        <translation>%1 Leser wartet</translation>
    </message>
    <message>
        <source>%1 readers inside</source>
        <translation>%1 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 readers wait</source>
        <translation>%1 Leser warten</translation>
    </message>
    <message>
        <source>%1 run on</source>
        <translation>%1 laufen weiter</translation>
    </message>
    <message>
        <source>%1 sent</source>
        <translation>%1 gesendet</translation>
    </message>
    <message>
        <source>%1 wait for permits that come due at the rate</source>
        <translation>%1 warten auf Permits, die mit der Rate fällig werden</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>%1 won</source>
        <translation>%1 gewonnen</translation>
    </message>
    <message>
        <source>%1 worker has nothing to do while %2 tasks wait in the queues of others</source>
        <translation>%1 Worker hat nichts zu tun, während %2 Tasks in den Warteschlangen anderer warten</translation>
    </message>
    <message>
        <source>%1 workers have nothing to do while %2 tasks wait in the queues of others</source>
        <translation>%1 Worker haben nichts zu tun, während %2 Tasks in den Warteschlangen anderer warten</translation>
    </message>
    <message>
        <source>%1 writer and %2 reader inside</source>
        <translation>%1 Schreiber und %2 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 writer and %2 reader wait</source>
        <translation>%1 Schreiber und %2 Leser warten</translation>
    </message>
    <message>
        <source>%1 writer and %2 readers inside</source>
        <translation>%1 Schreiber und %2 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 writer and %2 readers wait</source>
        <translation>%1 Schreiber und %2 Leser warten</translation>
    </message>
    <message>
        <source>%1 writer inside</source>
        <translation>%1 Schreiber drinnen</translation>
    </message>
    <message>
        <source>%1 writer waits</source>
        <translation>%1 Schreiber wartet</translation>
    </message>
    <message>
        <source>%1 writers and %2 reader inside</source>
        <translation>%1 Schreiber und %2 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 writers and %2 reader wait</source>
        <translation>%1 Schreiber und %2 Leser warten</translation>
    </message>
    <message>
        <source>%1 writers and %2 readers inside</source>
        <translation>%1 Schreiber und %2 Leser drinnen</translation>
    </message>
    <message>
        <source>%1 writers and %2 readers wait</source>
        <translation>%1 Schreiber und %2 Leser warten</translation>
    </message>
    <message>
        <source>%1 writers inside</source>
        <translation>%1 Schreiber drinnen</translation>
    </message>
    <message>
        <source>%1 writers wait</source>
        <translation>%1 Schreiber warten</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/s</translation>
    </message>
    <message>
        <source>A batch leaves, full or not, when its first item has waited so long. %1: at once. Textbook: a timer that runs free ticks so often, at most every %2 ms.</source>
        <translation>Ein Stapel fährt ab, voll oder nicht, wenn sein erstes Element so lange gewartet hat. %1: sofort. Lehrbuch: Ein frei laufender Zeitgeber schlägt so oft, höchstens alle %2 ms.</translation>
    </message>
    <message>
        <source>A call is given up after this time and counts as timed out. %1 turns it off.</source>
        <translation>Ein Aufruf wird nach dieser Zeit aufgegeben und zählt als Timeout. %1 schaltet das ab.</translation>
    </message>
    <message>
        <source>A call that takes this long or longer is slow. %1 turns slow calls off.</source>
        <translation>Ein Aufruf, der so lange oder länger dauert, ist langsam. %1 schaltet das ab.</translation>
    </message>
    <message>
        <source>A call without an answer by then is sent once more, and the first good answer counts.</source>
        <translation>Ein Aufruf, der bis dahin keine Antwort hat, wird noch einmal gesendet; die erste gute Antwort zählt.</translation>
    </message>
    <message>
        <source>A closed loop: each user waits for the answer before asking again, so a slow service slows its own load.</source>
        <translation>Ein geschlossener Kreis: Jeder Nutzer wartet auf die Antwort, bevor er wieder fragt. So bremst ein langsamer Dienst seine eigene Last.</translation>
    </message>
    <message>
        <source>A good answer puts back this part of a permit: in the long run retries add at most so much to the load.</source>
        <translation>Eine gute Antwort legt diesen Teil eines Permits zurück: Auf Dauer erhöhen Wiederholungen die Last höchstens um so viel.</translation>
    </message>
    <message>
        <source>A map read and written by many tasks: who has to wait for whom, and what gets lost.</source>
        <translation>Eine Map, die viele Tasks lesen und schreiben: wer auf wen warten muss, und was verloren geht.</translation>
    </message>
    <message>
        <source>A retry costs a permit; so many can be saved up. Without permits a failure is final. %1: retries are free.</source>
        <translation>Eine Wiederholung kostet ein Permit; so viele lassen sich ansparen. Ohne Permits ist ein Fehler endgültig. %1: Wiederholungen sind frei.</translation>
    </message>
    <message>
        <source>A second breaker that only watches: it sees the same calls, with its own thresholds, and says what it would have done.</source>
        <translation>Ein zweiter Schutzschalter, der nur zusieht: Er sieht dieselben Aufrufe, mit eigenen Schwellen, und sagt, was er getan hätte.</translation>
    </message>
    <message>
        <source>A task is given up after this time and counts as timed out. %1 turns it off: a task that hangs then keeps its worker for good.</source>
        <translation>Ein Task wird nach dieser Zeit aufgegeben und zählt als Timeout. %1 schaltet das ab: Ein Task, der hängt, behält seinen Worker dann für immer.</translation>
    </message>
    <message>
        <source>A task is given up this long after it has begun and counts as timed out, once it has computed if it is computing. %1 turns it off.</source>
        <translation>Ein Task wird so lange nach seinem Beginn aufgegeben und zählt als Timeout; rechnet er gerade, dann erst nach dem Rechnen. %1 schaltet das ab.</translation>
    </message>
    <message>
        <source>A thief takes</source>
        <translation>Ein Dieb nimmt</translation>
    </message>
    <message>
        <source>A timeout layer gives a call up after this time: the whole call or each attempt, by where it stands. %1 turns it off. Without such a layer a hanging call hangs.</source>
        <translation>Eine Timeout-Schicht gibt einen Aufruf nach dieser Zeit auf: den ganzen Aufruf oder jeden Versuch, je nachdem, wo sie steht. %1 schaltet sie ab. Ohne eine solche Schicht hängt ein Aufruf, der hängt.</translation>
    </message>
    <message>
        <source>A token bucket passes bursts and keeps the average; a leaky bucket lets one out at a time, evenly; a fixed window starts anew each period, so twice the burst can pass around its edge; a sliding window does not let that happen.</source>
        <translation>Ein Token-Bucket lässt Bursts durch und hält den Durchschnitt; ein Leaky-Bucket lässt eins nach dem anderen heraus, gleichmäßig; ein festes Fenster beginnt jede Periode neu, so dass um seinen Rand der doppelte Burst durchkommen kann; ein gleitendes Fenster lässt das nicht zu.</translation>
    </message>
    <message>
        <source>A tree is shut down this long after it began to grow. %1: only the button shuts it down.</source>
        <translation>Ein Baum wird so lange, nachdem er zu wachsen begann, heruntergefahren. %1: Nur die Schaltfläche fährt ihn herunter.</translation>
    </message>
    <message>
        <source>ABORTING · %1 left</source>
        <translation>ABBRUCH · noch %1</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Arrival rate</source>
        <translation>Ankunftsrate</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Ankünfte</translation>
    </message>
    <message>
        <source>Asks a tree of tasks to stop, waits until the deadline, and cuts the rest: cancelling is a request.</source>
        <translation>Bittet einen Baum von Tasks anzuhalten, wartet bis zur Frist und schneidet den Rest ab: Abbrechen ist eine Bitte.</translation>
    </message>
    <message>
        <source>Asks all tasks to stop, and cuts at the deadline who has not.</source>
        <translation>Bittet alle Tasks anzuhalten und schneidet nach der Frist ab, wer es nicht getan hat.</translation>
    </message>
    <message>
        <source>Asks the tasks at this node and below to stop.</source>
        <translation>Bittet die Tasks an diesem Knoten und darunter anzuhalten.</translation>
    </message>
    <message>
        <source>Async service</source>
        <translation>Asynchroner Dienst</translation>
    </message>
    <message>
        <source>At the deadline</source>
        <translation>Nach der Frist</translation>
    </message>
    <message>
        <source>Attempts /s</source>
        <translation>Versuche /s</translation>
    </message>
    <message>
        <source>Attempts at most</source>
        <translation>Max. Versuche</translation>
    </message>
    <message>
        <source>Automatic decides by itself. Forced open refuses every call, disabled lets every call through, metrics only lets them through and counts what it would have done.</source>
        <translation>Automatisch entscheidet er selbst. Zwangsweise offen lehnt er jeden Aufruf ab, abgeschaltet lässt er jeden durch, bei nur Messung lässt er alle durch und zählt, was er getan hätte.</translation>
    </message>
    <message>
        <source>BACKPRESSURE · stage %1</source>
        <translation>RÜCKSTAU · Stufe %1</translation>
    </message>
    <message>
        <source>BATCH %1 · %2 of %3</source>
        <translation>STAPEL %1 · %2 von %3</translation>
    </message>
    <message>
        <source>BREAKER OPEN</source>
        <translation>SCHALTER OFFEN</translation>
    </message>
    <message>
        <source>Back-off</source>
        <translation>Backoff</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Stapelgröße</translation>
    </message>
    <message>
        <source>Batch: so many items are there to be taken, and when all are done the next batch begins. Open: items arrive by themselves, wait for a lane, and each result goes to who asked for it.</source>
        <translation>Stapel: So viele Elemente liegen bereit, und wenn alle erledigt sind, beginnt der nächste Stapel. Offen: Elemente kommen von selbst, warten auf eine Spur, und jedes Ergebnis geht an den, der danach fragte.</translation>
    </message>
    <message>
        <source>Batches in flight</source>
        <translation>Stapel unterwegs</translation>
    </message>
    <message>
        <source>Batches that may be handled at once. While all are, the next one fills up. Textbook: always one.</source>
        <translation>Stapel, die zugleich verarbeitet werden dürfen. Sind es alle, füllt sich der nächste. Lehrbuch: immer einer.</translation>
    </message>
    <message>
        <source>Batching</source>
        <translation>Stapelbildung</translation>
    </message>
    <message>
        <source>Blocking threads</source>
        <translation>Blockier-Threads</translation>
    </message>
    <message>
        <source>Breadth</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>Breaker&apos;s failure rate %</source>
        <translation>Fehlerrate am Schalter %</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Burst</source>
        <translation>Burst</translation>
    </message>
    <message>
        <source>Burst size</source>
        <translation>Burstgröße</translation>
    </message>
    <message>
        <source>Busy workers</source>
        <translation>Beschäftigte Worker</translation>
    </message>
    <message>
        <source>CLOSED</source>
        <translation>GESCHLOSSEN</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU-Zeit</translation>
    </message>
    <message>
        <source>Calls that a concurrency layer lets through at once. Others wait in its queue.</source>
        <translation>Aufrufe, die eine Nebenläufigkeitsschicht zugleich durchlässt. Andere warten in ihrer Warteschlange.</translation>
    </message>
    <message>
        <source>Calls that may be in the service at once. Others wait in the queue.</source>
        <translation>Aufrufe, die zugleich im Dienst sein dürfen. Andere warten in der Warteschlange.</translation>
    </message>
    <message>
        <source>Calls that may wait before a concurrency layer, and before a rate-limit layer. One more is refused.</source>
        <translation>Aufrufe, die vor einer Nebenläufigkeitsschicht und vor einer Ratenbegrenzungsschicht warten dürfen. Einer mehr wird abgelehnt.</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Cancel this node</source>
        <translation>Ast abbrechen</translation>
    </message>
    <message>
        <source>Cancels the join under way.</source>
        <translation>Bricht den laufenden Join ab.</translation>
    </message>
    <message>
        <source>Circuit breaker</source>
        <translation>Circuit Breaker</translation>
    </message>
    <message>
        <source>Cleanup time</source>
        <translation>Aufräumzeit</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>Concurrency</source>
        <translation>Nebenläufigkeit</translation>
    </message>
    <message>
        <source>Coordinated shutdown</source>
        <translation>Herunterfahren</translation>
    </message>
    <message>
        <source>Cost of a call</source>
        <translation>Kosten je Aufruf</translation>
    </message>
    <message>
        <source>Cost of an item</source>
        <translation>Kosten je Element</translation>
    </message>
    <message>
        <source>Crashing calls</source>
        <translation>Abstürze</translation>
    </message>
    <message>
        <source>DISABLED</source>
        <translation>ABGESCHALTET</translation>
    </message>
    <message>
        <source>DRAINING · %1 left</source>
        <translation>AUSLAUFEN · noch %1</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Bindung</translation>
    </message>
    <message>
        <source>EMPTY</source>
        <translation>LEER</translation>
    </message>
    <message>
        <source>ENDED · a stage threw</source>
        <translation>ENDE · eine Stufe warf</translation>
    </message>
    <message>
        <source>ENDED · nothing is taken in</source>
        <translation>ENDE · nichts wird angenommen</translation>
    </message>
    <message>
        <source>Earned by success</source>
        <translation>Ertrag je Erfolg</translation>
    </message>
    <message>
        <source>Every call fails for three seconds.</source>
        <translation>Drei Sekunden lang scheitert jeder Aufruf.</translation>
    </message>
    <message>
        <source>Every call takes the slow factor longer for three seconds.</source>
        <translation>Drei Sekunden lang dauert jeder Aufruf um den Langsam-Faktor länger.</translation>
    </message>
    <message>
        <source>FILLING · %1 of %2</source>
        <translation>FÜLLT SICH · %1 von %2</translation>
    </message>
    <message>
        <source>FLOWING</source>
        <translation>FLIESST</translation>
    </message>
    <message>
        <source>FORCED OPEN</source>
        <translation>ZWANGSWEISE OFFEN</translation>
    </message>
    <message>
        <source>FREE</source>
        <translation>FREI</translation>
    </message>
    <message>
        <source>Fail fast: the first item of a batch that fails cancels those in work, and the rest is not taken. Collect all: a failure is a result like any other, as it is in an open load. A change acts from the next batch on.</source>
        <translation>Sofort scheitern: Das erste Element eines Stapels, das scheitert, bricht die in Arbeit ab, und der Rest wird nicht genommen. Alle sammeln: Ein Fehler ist ein Ergebnis wie jedes andere, wie bei offener Last. Eine Änderung wirkt ab dem nächsten Stapel.</translation>
    </message>
    <message>
        <source>Fail one</source>
        <translation>Ein Fehler</translation>
    </message>
    <message>
        <source>Failure rate</source>
        <translation>Fehlerrate</translation>
    </message>
    <message>
        <source>Failure rate in window %</source>
        <translation>Fehlerrate im Fenster %</translation>
    </message>
    <message>
        <source>Failure threshold</source>
        <translation>Fehlerschwelle</translation>
    </message>
    <message>
        <source>Failures in a row</source>
        <translation>Fehler in Folge</translation>
    </message>
    <message>
        <source>Fan-out</source>
        <translation>Fan-out</translation>
    </message>
    <message>
        <source>Fan-out / fan-in</source>
        <translation>Fan-out / Fan-in</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Faults at</source>
        <translation>Störungen in</translation>
    </message>
    <message>
        <source>Gathers items that come one by one and handles them many at a time, to share the cost of a call.</source>
        <translation>Sammelt Elemente, die einzeln kommen, und verarbeitet viele auf einmal, um die Kosten eines Aufrufs zu teilen.</translation>
    </message>
    <message>
        <source>Gives each worker a queue of its own, and lets who has nothing to do take from the others.</source>
        <translation>Gibt jedem Worker eine eigene Warteschlange, und wer nichts zu tun hat, nimmt von den anderen.</translation>
    </message>
    <message>
        <source>HALF-OPEN · everyone</source>
        <translation>HALBOFFEN · alle</translation>
    </message>
    <message>
        <source>HALF-OPEN · probe %1 of %2</source>
        <translation>HALBOFFEN · Probe %1 von %2</translation>
    </message>
    <message>
        <source>Half of what waits makes thefts rare; one task at a time spreads more evenly, at the cost of more thefts.</source>
        <translation>Die Hälfte dessen, was wartet, macht Diebstähle selten; ein Task nach dem anderen verteilt gleichmäßiger, um den Preis von mehr Diebstählen.</translation>
    </message>
    <message>
        <source>Half-open admits exactly so many calls; their outcome decides.</source>
        <translation>Halboffen lässt er genau so viele Aufrufe zu; ihr Ausgang entscheidet.</translation>
    </message>
    <message>
        <source>Half-open deadline</source>
        <translation>Halboffen-Frist</translation>
    </message>
    <message>
        <source>Hanging calls</source>
        <translation>Hänger</translation>
    </message>
    <message>
        <source>Hedge</source>
        <translation>Hedging</translation>
    </message>
    <message>
        <source>Hold time</source>
        <translation>Haltezeit</translation>
    </message>
    <message>
        <source>How a layer reaches the next one: by name, chosen by a tag from a list that is known when it is compiled; through an interface; or through a value that hides its type. The layers are the same, and so are all figures but the cost.</source>
        <translation>Wie eine Schicht die nächste erreicht: beim Namen, gewählt durch eine Kennung aus einer Liste, die beim Übersetzen bekannt ist; durch eine Schnittstelle; oder durch einen Wert, der seinen Typ verbirgt. Die Schichten sind dieselben, und ebenso alle Zahlen außer den Kosten.</translation>
    </message>
    <message>
        <source>How a writer adds %1: a get and then a set, between which others may write, or both in one step.</source>
        <translation>Wie ein Schreiber %1 addiert: erst lesen und dann setzen, wobei dazwischen andere schreiben können, oder beides in einem Schritt.</translation>
    </message>
    <message>
        <source>How call times scatter around the mean. Pareto has the longest tail.</source>
        <translation>Wie die Dauern der Aufrufe um das Mittel streuen. Pareto hat den längsten Ausläufer.</translation>
    </message>
    <message>
        <source>How items are spaced: evenly, independently of each other, many at once, or each user&apos;s next one when the last is done.</source>
        <translation>In welchen Abständen Elemente kommen: gleichmäßig, unabhängig voneinander, viele auf einmal, oder bei jedem Nutzer das nächste, wenn das letzte erledigt ist.</translation>
    </message>
    <message>
        <source>How long it stays open before it lets probes through.</source>
        <translation>Wie lange er offen bleibt, bevor er Proben durchlässt.</translation>
    </message>
    <message>
        <source>How many times longer a slow call takes, and every call during a latency spike.</source>
        <translation>Wievielmal länger ein langsamer Aufruf dauert, und jeder Aufruf während einer Latenzspitze.</translation>
    </message>
    <message>
        <source>How task times scatter around the mean. Pareto has the longest tail.</source>
        <translation>Wie die Dauern der Tasks um das Mittel streuen. Pareto hat den längsten Ausläufer.</translation>
    </message>
    <message>
        <source>How unevenly keys are asked for (Zipf&apos;s exponent). %1: all alike; %2: the first twice as often as the second.</source>
        <translation>Wie ungleich nach Schlüsseln gefragt wird (Exponent von Zipf). %1: alle gleich; %2: der erste doppelt so oft wie der zweite.</translation>
    </message>
    <message>
        <source>I/O time</source>
        <translation>E/A-Zeit</translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation>Implementierung</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>Items in a batch. A change acts from the next batch on. Batches begin at the rate of %1 items a second at most.</source>
        <translation>Elemente in einem Stapel. Eine Änderung wirkt ab dem nächsten Stapel. Stapel beginnen höchstens mit einer Rate von %1 Elementen je Sekunde.</translation>
    </message>
    <message>
        <source>Items leave each stage in the order in which they came, however many workers it has. A worker that is done early holds its item until its turn, so a slow item keeps others idle.</source>
        <translation>Elemente verlassen jede Stufe in der Reihenfolge, in der sie kamen, wie viele Worker sie auch hat. Ein Worker, der früh fertig ist, hält sein Element, bis es an der Reihe ist; so hält ein langsames Element andere von der Arbeit ab.</translation>
    </message>
    <message>
        <source>Items offered each second, on average. They come whether or not earlier ones are done; only in a closed loop they do not: there each user thinks for users / rate on average before asking again, and this is the rate of a service that takes no time.</source>
        <translation>Elemente, die im Durchschnitt je Sekunde angeboten werden. Sie kommen, ob frühere erledigt sind oder nicht; nur im geschlossenen Kreis nicht: Dort denkt jeder Nutzer im Durchschnitt Nutzer / Rate lang nach, bevor er wieder fragt, und dies ist die Rate bei einem Dienst, der keine Zeit braucht.</translation>
    </message>
    <message>
        <source>Items that arrive at the same moment. The average rate stays as set.</source>
        <translation>Elemente, die im selben Moment ankommen. Die durchschnittliche Rate bleibt wie eingestellt.</translation>
    </message>
    <message>
        <source>Items that may wait. One more is rejected. A long queue hides an overload and makes it slow.</source>
        <translation>Elemente, die warten dürfen. Eins mehr wird abgewiesen. Eine lange Warteschlange verdeckt eine Überlast und macht sie langsam.</translation>
    </message>
    <message>
        <source>Items this stage works on at once. Those retired finish their item first.</source>
        <translation>Elemente, an denen diese Stufe zugleich arbeitet. Worker, die wegfallen, stellen ihr Element vorher fertig.</translation>
    </message>
    <message>
        <source>JOIN</source>
        <translation>JOIN</translation>
    </message>
    <message>
        <source>JOIN %1 · %2 of %3</source>
        <translation>JOIN %1 · %2 von %3</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Join</translation>
    </message>
    <message>
        <source>Join waits for all and then throws the first failure of the list. Try_join: the first failure cancels the others, is thrown once they have ended, and who has not begun never does. Collect: every outcome comes, a failure is one like any other. A change acts from the next join on.</source>
        <translation>Join wartet auf alle und wirft dann den ersten Fehler der Liste. Try-Join: Der erste Fehler bricht die anderen ab und wird geworfen, sobald sie zu Ende sind; wer nicht begonnen hat, beginnt nie. Sammeln: Jeder Ausgang kommt an, ein Fehler ist einer wie jeder andere. Eine Änderung wirkt ab dem nächsten Join.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Keys a read</source>
        <translation>Schlüssel je Lesen</translation>
    </message>
    <message>
        <source>LIMITING</source>
        <translation>BEGRENZT</translation>
    </message>
    <message>
        <source>LIMITING · %1 waiting</source>
        <translation>BEGRENZT · %1 warten</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Latency ms</source>
        <translation>Latenz ms</translation>
    </message>
    <message>
        <source>Latency spike</source>
        <translation>Latenzspitze</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Length of the shadow&apos;s window in calls.</source>
        <translation>Länge des Schattenfensters in Aufrufen.</translation>
    </message>
    <message>
        <source>Length of the window: calls when it counts calls, seconds when it goes by time. Longer is calmer and slower to open.</source>
        <translation>Länge des Fensters: Aufrufe, wenn es Aufrufe zählt, Sekunden, wenn es nach Zeit geht. Länger ist ruhiger und öffnet später.</translation>
    </message>
    <message>
        <source>Lets calls through at a rate: some in bursts, some evenly, none faster than agreed.</source>
        <translation>Lässt Aufrufe mit einer Rate durch: manche in Bursts, manche gleichmäßig, keine schneller als vereinbart.</translation>
    </message>
    <message>
        <source>Levels of the tree. One level begins to work a step time after the one above. A tree has %1 tasks at most. A change acts from the next tree on.</source>
        <translation>Ebenen des Baums. Eine Ebene beginnt eine Schrittdauer nach der darüber zu arbeiten. Ein Baum hat höchstens %1 Tasks. Eine Änderung wirkt ab dem nächsten Baum.</translation>
    </message>
    <message>
        <source>Life</source>
        <translation>Lebensdauer</translation>
    </message>
    <message>
        <source>Linger</source>
        <translation>Verweilzeit</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Longest pause</source>
        <translation>Längste Pause</translation>
    </message>
    <message>
        <source>Lost updates</source>
        <translation>Verlorene Änderungen</translation>
    </message>
    <message>
        <source>METRICS ONLY</source>
        <translation>NUR MESSUNG</translation>
    </message>
    <message>
        <source>Makespan ms</source>
        <translation>Gesamtdauer ms</translation>
    </message>
    <message>
        <source>Makespan over best x</source>
        <translation>Gesamtdauer zu Bestwert x</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Max in flight</source>
        <translation>Max. unterwegs</translation>
    </message>
    <message>
        <source>Mean length of a task. A change acts on tasks that begin from then on.</source>
        <translation>Mittlere Länge eines Tasks. Eine Änderung wirkt auf Tasks, die von da an beginnen.</translation>
    </message>
    <message>
        <source>Mean pause of a task between two operations; exponential. The shorter, the more crowded the map.</source>
        <translation>Mittlere Pause eines Tasks zwischen zwei Operationen; exponentiell. Je kürzer, desto voller die Map.</translation>
    </message>
    <message>
        <source>Mean time a task computes, after its I/O. It cannot be interrupted meanwhile.</source>
        <translation>Mittlere Zeit, die ein Task nach seiner E/A rechnet. Er lässt sich dabei nicht unterbrechen.</translation>
    </message>
    <message>
        <source>Mean time a task waits for its I/O before it computes, which costs no worker.</source>
        <translation>Mittlere Zeit, die ein Task vor dem Rechnen auf seine E/A wartet; das kostet keinen Worker.</translation>
    </message>
    <message>
        <source>Mean time an operation stays inside, holding the lock.</source>
        <translation>Mittlere Zeit, die eine Operation drinnen bleibt und die Sperre hält.</translation>
    </message>
    <message>
        <source>Mean time of a step. A task looks between two steps whether it has been asked to stop.</source>
        <translation>Mittlere Dauer eines Schritts. Zwischen zwei Schritten sieht ein Task nach, ob er anhalten soll.</translation>
    </message>
    <message>
        <source>Mean time the service takes for one call.</source>
        <translation>Mittlere Zeit, die der Dienst für einen Aufruf braucht.</translation>
    </message>
    <message>
        <source>Mean time this stage takes for one item.</source>
        <translation>Mittlere Zeit, die diese Stufe für ein Element braucht.</translation>
    </message>
    <message>
        <source>Minimum calls</source>
        <translation>Mindestaufrufe</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Betriebsart</translation>
    </message>
    <message>
        <source>NO LAYERS</source>
        <translation>OHNE SCHICHTEN</translation>
    </message>
    <message>
        <source>NO RETRY BUDGET</source>
        <translation>BUDGET ERSCHÖPFT</translation>
    </message>
    <message>
        <source>No pause is longer.</source>
        <translation>Keine Pause ist länger.</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Nodes below a node. Each node is a token and a task. A change acts from the next tree on.</source>
        <translation>Knoten unter einem Knoten. Jeder Knoten ist ein Token und ein Task. Eine Änderung wirkt ab dem nächsten Baum.</translation>
    </message>
    <message>
        <source>OPEN · %1 s</source>
        <translation>OFFEN · %1 s</translation>
    </message>
    <message>
        <source>OPEN · stuck</source>
        <translation>OFFEN · hängt fest</translation>
    </message>
    <message>
        <source>OPEN · waiting for a probe</source>
        <translation>OFFEN · wartet auf eine Probe</translation>
    </message>
    <message>
        <source>On error</source>
        <translation>Bei Fehler</translation>
    </message>
    <message>
        <source>One interface, many services behind it, and layers around them in any order.</source>
        <translation>Eine Schnittstelle, viele Dienste dahinter, und Schichten um sie herum in beliebiger Reihenfolge.</translation>
    </message>
    <message>
        <source>Open for</source>
        <translation>Offen für</translation>
    </message>
    <message>
        <source>Opens when at least this share of the calls in the window failed.</source>
        <translation>Öffnet, wenn mindestens dieser Anteil der Aufrufe im Fenster gescheitert ist.</translation>
    </message>
    <message>
        <source>Opens when at least this share of the calls in the window was slow.</source>
        <translation>Öffnet, wenn mindestens dieser Anteil der Aufrufe im Fenster langsam war.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Outage</source>
        <translation>Ausfall</translation>
    </message>
    <message>
        <source>Outage %1 s</source>
        <translation>Ausfall %1 s</translation>
    </message>
    <message>
        <source>PASSING</source>
        <translation>LÄSST DURCH</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Permits</source>
        <translation>Permits</translation>
    </message>
    <message>
        <source>Permits that come due each second. A change acts at once and frees nothing.</source>
        <translation>Permits, die je Sekunde fällig werden. Eine Änderung wirkt sofort und gibt nichts frei.</translation>
    </message>
    <message>
        <source>Permits that may go out at once after a quiet time; the size of a window. Textbook: permits a period of burst / rate. A leaky bucket has none.</source>
        <translation>Permits, die nach einer ruhigen Zeit auf einmal ausgehen dürfen; die Größe eines Fensters. Lehrbuch: Permits je Periode von Burst / Rate. Ein Leaky-Bucket hat keinen.</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Vorgehen</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Probes that have not all answered by then count as failed: half-open always ends.</source>
        <translation>Sind bis dahin nicht alle Proben beantwortet, zählen sie als gescheitert: Halboffen endet immer.</translation>
    </message>
    <message>
        <source>Queue capacity</source>
        <translation>Warteplätze</translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>READING · %1</source>
        <translation>LESEN · %1</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Rate limiter</source>
        <translation>Ratenbegrenzer</translation>
    </message>
    <message>
        <source>Rates are not looked at before the window holds so many calls; a count window that holds fewer must be full.</source>
        <translation>Raten werden erst betrachtet, wenn das Fenster so viele Aufrufe enthält; ein zählendes Fenster, das weniger fasst, muss voll sein.</translation>
    </message>
    <message>
        <source>Rates are taken over the last so many calls, or over the calls of the last so many seconds.</source>
        <translation>Raten gelten über so viele letzte Aufrufe oder über die Aufrufe so vieler letzter Sekunden.</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Resequence</source>
        <translation>Reihenfolge wahren</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Retry budget</source>
        <translation>Wiederholungsbudget</translation>
    </message>
    <message>
        <source>Runs tasks beside each other and goes on when all have ended: concurrent, and perhaps parallel.</source>
        <translation>Führt Tasks nebeneinander aus und macht weiter, wenn alle zu Ende sind: nebenläufig, und vielleicht parallel.</translation>
    </message>
    <message>
        <source>SHUT DOWN</source>
        <translation>HERUNTERGEFAHREN</translation>
    </message>
    <message>
        <source>SHUTDOWN</source>
        <translation>HERUNTERFAHREN</translation>
    </message>
    <message>
        <source>SLOTS TAKEN</source>
        <translation>PLÄTZE BELEGT</translation>
    </message>
    <message>
        <source>STALLED</source>
        <translation>STOCKT</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>Shadow breaker</source>
        <translation>Schattenschalter</translation>
    </message>
    <message>
        <source>Share of a writer&apos;s operations that write. The others read.</source>
        <translation>Anteil der Operationen eines Schreibers, die schreiben. Die anderen lesen.</translation>
    </message>
    <message>
        <source>Share of calls that never answer. Only a timeout ends them.</source>
        <translation>Anteil der Aufrufe, die nie antworten. Nur ein Timeout beendet sie.</translation>
    </message>
    <message>
        <source>Share of calls that take the slow factor longer.</source>
        <translation>Anteil der Aufrufe, die um den Langsam-Faktor länger dauern.</translation>
    </message>
    <message>
        <source>Share of calls that throw in the middle of their work.</source>
        <translation>Anteil der Aufrufe, die mitten in ihrer Arbeit eine Ausnahme werfen.</translation>
    </message>
    <message>
        <source>Share of calls the service answers with an error.</source>
        <translation>Anteil der Aufrufe, auf die der Dienst mit einem Fehler antwortet.</translation>
    </message>
    <message>
        <source>Share of tasks that ignore that they are asked. In the textbook form: that were not raced against the token, decided when they begin.</source>
        <translation>Anteil der Tasks, die die Bitte ignorieren. In der Lehrbuchform: die nicht im Wettlauf mit dem Token stehen; das entscheidet sich, wenn sie beginnen.</translation>
    </message>
    <message>
        <source>Share of the tasks that are all submitted to worker %1. The rest goes round among all workers. A change acts from the next batch on.</source>
        <translation>Anteil der Tasks, die alle an Worker %1 gehen. Der Rest geht reihum an alle Worker. Eine Änderung wirkt ab dem nächsten Stapel.</translation>
    </message>
    <message>
        <source>Shared state</source>
        <translation>Geteilter Zustand</translation>
    </message>
    <message>
        <source>Shut down</source>
        <translation>Herunterfahren</translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation>Herunterfahren</translation>
    </message>
    <message>
        <source>Shutdown ms</source>
        <translation>Herunterfahren ms</translation>
    </message>
    <message>
        <source>Skew</source>
        <translation>Schiefe</translation>
    </message>
    <message>
        <source>Slow calls</source>
        <translation>Langsame Aufrufe</translation>
    </message>
    <message>
        <source>Slow factor</source>
        <translation>Langsam-Faktor</translation>
    </message>
    <message>
        <source>Slow from</source>
        <translation>Langsam ab</translation>
    </message>
    <message>
        <source>Slow threshold</source>
        <translation>Langsam-Schwelle</translation>
    </message>
    <message>
        <source>So many failures in a row open the breaker.</source>
        <translation>So viele Fehler in Folge öffnen den Schalter.</translation>
    </message>
    <message>
        <source>So many items make a batch full, and it leaves at once. A queue that holds fewer makes that few a full batch.</source>
        <translation>So viele Elemente machen einen Stapel voll, und er fährt sofort ab. Fasst die Warteschlange weniger, ist der Stapel schon damit voll.</translation>
    </message>
    <message>
        <source>So often a call is tried in each retry layer, the first time included. Layers multiply.</source>
        <translation>So oft wird ein Aufruf in jeder Wiederholungsschicht versucht, das erste Mal eingeschlossen. Schichten multiplizieren sich.</translation>
    </message>
    <message>
        <source>Speed-up x</source>
        <translation>Speedup x</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Streuung</translation>
    </message>
    <message>
        <source>Stage %1 latency</source>
        <translation>Stufe %1: Latenz</translation>
    </message>
    <message>
        <source>Stage %1 workers</source>
        <translation>Stufe %1: Worker</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Stages with bounded queues between them: all work at once, and a slow one holds up those before.</source>
        <translation>Stufen mit begrenzten Warteschlangen dazwischen: Alle arbeiten zugleich, und eine langsame hält die vor ihr auf.</translation>
    </message>
    <message>
        <source>Stealing: each worker has a queue of its own, and who runs out takes from the others. Central: one queue that all take from. A change moves what waits. Textbook: a queue each, and nobody takes from another.</source>
        <translation>Stehlen: Jeder Worker hat eine eigene Warteschlange, und wer nichts mehr hat, nimmt von den anderen. Zentral: eine Warteschlange, aus der alle nehmen. Eine Änderung verlagert, was wartet. Lehrbuch: jedem eine Warteschlange, und niemand nimmt von anderen.</translation>
    </message>
    <message>
        <source>Steals /s</source>
        <translation>Diebstähle /s</translation>
    </message>
    <message>
        <source>Step time</source>
        <translation>Schrittdauer</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps after which a task has finished by itself.</source>
        <translation>Schritte, nach denen ein Task von selbst fertig ist.</translation>
    </message>
    <message>
        <source>Stops calling a failing service, waits, then lets a few probes decide.</source>
        <translation>Ruft einen scheiternden Dienst nicht mehr auf, wartet, und lässt dann wenige Proben entscheiden.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Stubborn</source>
        <translation>Störrisch</translation>
    </message>
    <message>
        <source>Switched on, it cancels the join under way, if there is one: tasks that wait end, those that compute do so to their end. The next join is not cancelled.</source>
        <translation>Eingeschaltet bricht es den laufenden Join ab, falls es einen gibt: Wartende Tasks enden, rechnende rechnen zu Ende. Der nächste Join wird nicht abgebrochen.</translation>
    </message>
    <message>
        <source>Switched on, it cancels the node&apos;s token: all below are asked to stop, and none beside or above. The textbook form has one token for all, so all are cut.</source>
        <translation>Eingeschaltet bricht es das Token des Knotens ab: Alle darunter werden gebeten anzuhalten, keiner daneben oder darüber. Die Lehrbuchform hat ein Token für alle, also werden alle abgeschnitten.</translation>
    </message>
    <message>
        <source>Switched on, it makes the next task that has computed fail, and no other. Off and on again: one more.</source>
        <translation>Eingeschaltet lässt es den nächsten Task, der gerechnet hat, scheitern, und keinen anderen. Aus und wieder an: noch einen.</translation>
    </message>
    <message>
        <source>Switched on, it shuts the tree down. While that goes on, or in the pause, it does nothing.</source>
        <translation>Eingeschaltet fährt es den Baum herunter. Während das geschieht, oder in der Pause, bewirkt es nichts.</translation>
    </message>
    <message>
        <source>Task time</source>
        <translation>Task-Dauer</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>Tasks in a batch. When all are done the next batch begins. A change acts from the next batch on. Batches begin at the rate of %1 tasks a second at most.</source>
        <translation>Tasks in einem Stapel. Sind alle fertig, beginnt der nächste Stapel. Eine Änderung wirkt ab dem nächsten Stapel. Stapel beginnen höchstens mit einer Rate von %1 Tasks je Sekunde.</translation>
    </message>
    <message>
        <source>Tasks in a join. A change acts from the next join on.</source>
        <translation>Tasks in einem Join. Eine Änderung wirkt ab dem nächsten Join.</translation>
    </message>
    <message>
        <source>Tasks that add %1 to a value again and again, each thinking in between.</source>
        <translation>Tasks, die immer wieder %1 zu einem Wert addieren; dazwischen denkt jeder nach.</translation>
    </message>
    <message>
        <source>Tasks that fit into the queue of one worker. More overflow to the queue that all share. Textbook: whoever hands out tasks waits while the next one&apos;s queue is full; a change acts from the next batch on.</source>
        <translation>Tasks, die in die Warteschlange eines Workers passen. Weitere laufen in die gemeinsame Warteschlange über. Lehrbuch: Wer Tasks austeilt, wartet, solange die nächste Warteschlange voll ist; eine Änderung wirkt ab dem nächsten Stapel.</translation>
    </message>
    <message>
        <source>Tasks that read again and again, each thinking in between.</source>
        <translation>Tasks, die immer wieder lesen; dazwischen denkt jeder nach.</translation>
    </message>
    <message>
        <source>Textbook is the naive form found in tutorials, with its real defects; production is what a careful engineer ships.</source>
        <translation>Lehrbuch ist die einfache Form aus Anleitungen, mit ihren wirklichen Mängeln; Produktion ist, was sorgfältige Entwickler ausliefern.</translation>
    </message>
    <message>
        <source>The layer inside layer %1. A kind may stand in several places; each has a state of its own there. Calls under way end in the order they began in.</source>
        <translation>Die Schicht innerhalb von Schicht %1. Eine Art darf an mehreren Stellen stehen; jede hat dort ihren eigenen Zustand. Laufende Aufrufe enden in der Anordnung, in der sie begannen.</translation>
    </message>
    <message>
        <source>The next task that has computed fails.</source>
        <translation>Der nächste Task, der gerechnet hat, scheitert.</translation>
    </message>
    <message>
        <source>The open time is multiplied by this each time the probes fail again. %1: no back-off.</source>
        <translation>Die Zeit im offenen Zustand wird jedes Mal hiermit multipliziert, wenn die Proben wieder scheitern. %1: kein Backoff.</translation>
    </message>
    <message>
        <source>The order in which the results of a batch are delivered. In input order one slow item holds back those behind it. An open load has each result delivered as it comes. A change acts from the next batch on.</source>
        <translation>Die Reihenfolge, in der die Ergebnisse eines Stapels geliefert werden. In Reihenfolge der Eingabe hält ein langsames Element die hinter ihm zurück. Bei offener Last wird jedes Ergebnis geliefert, wie es kommt. Eine Änderung wirkt ab dem nächsten Stapel.</translation>
    </message>
    <message>
        <source>The outermost layer: it sees a call first and its reply last. A kind may stand in several places; each has a state of its own there. Calls under way end in the order they began in.</source>
        <translation>Die äußerste Schicht: Sie sieht einen Aufruf zuerst und seine Antwort zuletzt. Eine Art darf an mehreren Stellen stehen; jede hat dort ihren eigenen Zustand. Laufende Aufrufe enden in der Anordnung, in der sie begannen.</translation>
    </message>
    <message>
        <source>The pause before the first retry is drawn evenly between nothing and this; each later one may be twice as long as the one before.</source>
        <translation>Die Pause vor der ersten Wiederholung wird gleichverteilt zwischen nichts und diesem Wert gezogen; jede spätere darf doppelt so lang sein wie die davor.</translation>
    </message>
    <message>
        <source>The shadow does not look at its rates before its window holds so many calls.</source>
        <translation>Der Schatten betrachtet seine Raten erst, wenn sein Fenster so viele Aufrufe enthält.</translation>
    </message>
    <message>
        <source>The shadow would open when at least this share of the calls in its window failed.</source>
        <translation>Der Schatten würde öffnen, wenn mindestens dieser Anteil der Aufrufe in seinem Fenster gescheitert ist.</translation>
    </message>
    <message>
        <source>The shadow would open when at least this share of the calls in its window was slow. Slow from, of the breaker itself, says which are: at %1 none.</source>
        <translation>Der Schatten würde öffnen, wenn mindestens dieser Anteil der Aufrufe in seinem Fenster langsam war. Welche das sind, sagt „Langsam ab“ des Schutzschalters selbst: bei %1 keiner.</translation>
    </message>
    <message>
        <source>The stage that all faults below strike. What fails leaves there.</source>
        <translation>Die Stufe, die alle Störungen unten treffen. Was scheitert, scheidet dort aus.</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denkpause</translation>
    </message>
    <message>
        <source>Threads of the blocking pool that compute at once. Who has one keeps it to the end when fewer are set.</source>
        <translation>Threads des Blockier-Pools, die zugleich rechnen. Wer einen hat, behält ihn bis zum Ende, wenn weniger eingestellt werden.</translation>
    </message>
    <message>
        <source>Threads of the pool, or virtual processors on the virtual engine.</source>
        <translation>Threads des Pools, oder virtuelle Prozessoren in virtueller Zeit.</translation>
    </message>
    <message>
        <source>Throughput /s</source>
        <translation>Durchsatz /s</translation>
    </message>
    <message>
        <source>Time a task cleans up for when its work has ended, however that was.</source>
        <translation>Zeit, die ein Task aufräumt, wenn seine Arbeit zu Ende ist, wie auch immer.</translation>
    </message>
    <message>
        <source>Time from the end of a shutdown until the next tree begins to grow.</source>
        <translation>Zeit vom Ende eines Herunterfahrens, bis der nächste Baum zu wachsen beginnt.</translation>
    </message>
    <message>
        <source>Time from when a join has returned until the next begins.</source>
        <translation>Zeit von der Rückkehr eines Joins bis zum Beginn des nächsten.</translation>
    </message>
    <message>
        <source>Time tasks have, from when they are asked to stop, until they are cut where they wait. The textbook form has none. A change acts from the next shutdown on.</source>
        <translation>Zeit, die Tasks von der Bitte anzuhalten haben, bis sie dort abgeschnitten werden, wo sie warten. Die Lehrbuchform hat keine. Eine Änderung wirkt ab dem nächsten Herunterfahren.</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Timeout</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Values a reader takes at once, all of one moment; at most all there are.</source>
        <translation>Werte, die ein Leser auf einmal nimmt, alle vom selben Moment; höchstens alle, die es gibt.</translation>
    </message>
    <message>
        <source>Values in the map. With few of them tasks meet often.</source>
        <translation>Werte in der Map. Sind es wenige, treffen Tasks oft aufeinander.</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>WORKING · %1</source>
        <translation>ARBEITET · %1</translation>
    </message>
    <message>
        <source>WRITING · %1</source>
        <translation>SCHREIBEN · %1</translation>
    </message>
    <message>
        <source>Wait and cost ms</source>
        <translation>Wartezeit und Kosten ms</translation>
    </message>
    <message>
        <source>Wait: who shuts down waits until all has ended, however long that takes. Drop: at the deadline the coordinator is dropped, and what still works runs on. A change acts from the next shutdown on.</source>
        <translation>Warten: Wer herunterfährt, wartet, bis alles zu Ende ist, wie lange das auch dauert. Fallen lassen: Nach der Frist wird der Koordinator fallen gelassen, und was noch arbeitet, läuft weiter. Eine Änderung wirkt ab dem nächsten Herunterfahren.</translation>
    </message>
    <message>
        <source>Waiting and inside</source>
        <translation>Wartend und drinnen</translation>
    </message>
    <message>
        <source>What a call costs however many items it is for. Batching shares it among them.</source>
        <translation>Was ein Aufruf kostet, für wie viele Elemente er auch ist. Stapelbildung teilt das unter ihnen auf.</translation>
    </message>
    <message>
        <source>What becomes of a batch of which one item is bad: all its items fail, or its halves are tried again, and so on, until only the bad item fails. Faults are drawn for each item.</source>
        <translation>Was aus einem Stapel wird, in dem ein Element schlecht ist: Alle seine Elemente scheitern, oder seine Hälften werden wieder versucht, und so fort, bis nur das schlechte Element scheitert. Störungen werden für jedes Element gezogen.</translation>
    </message>
    <message>
        <source>What becomes of an item that finds no permit: it waits in line, as far as the queue has room, or is rejected at once.</source>
        <translation>Was aus einem Element wird, das kein Permit findet: Es wartet, soweit die Warteschlange Platz hat, oder wird sofort abgewiesen.</translation>
    </message>
    <message>
        <source>What each item adds to the cost of its call.</source>
        <translation>Was jedes Element zu den Kosten seines Aufrufs beiträgt.</translation>
    </message>
    <message>
        <source>What keeps writers apart: one lock, a lock readers share, a lock for each of %1 shards, one task that owns the map, or copies that readers keep. A change starts with an empty map.</source>
        <translation>Was Schreiber auseinanderhält: eine Sperre, eine Sperre, die Leser teilen, eine Sperre für jedes von %1 Teilen, ein Task, dem die Map gehört, oder Kopien, die Leser behalten. Eine Änderung beginnt mit einer leeren Map.</translation>
    </message>
    <message>
        <source>What stands behind the interface. Steady does what service and faults say; fast answers in a tenth of the time and never fails, as a cache does; flaky fails %1 % of its calls besides; slow waits four times as long before it begins.</source>
        <translation>Was hinter der Schnittstelle steht. Stetig tut, was Dienst und Störungen sagen; schnell antwortet in einem Zehntel der Zeit und scheitert nie, wie ein Cache; wackelig lässt außerdem %1 % seiner Aufrufe scheitern; langsam wartet viermal so lange, bevor er beginnt.</translation>
    </message>
    <message>
        <source>When limited</source>
        <translation>Bei Begrenzung</translation>
    </message>
    <message>
        <source>Where tasks compute: on the workers, which do nothing else meanwhile, or on threads that are there for it. A change acts on what begins to compute from then on.</source>
        <translation>Wo Tasks rechnen: auf den Workern, die so lange nichts anderes tun, oder auf Threads, die dafür da sind. Eine Änderung wirkt auf das, was von da an zu rechnen beginnt.</translation>
    </message>
    <message>
        <source>Whether a call waits (io), which costs no worker, or computes (cpu), which keeps one busy.</source>
        <translation>Ob ein Aufruf wartet (E/A), was keinen Worker kostet, oder rechnet (CPU), was einen beschäftigt.</translation>
    </message>
    <message>
        <source>Whether a task computes (cpu) or waits (io). Its worker does nothing else either way.</source>
        <translation>Ob ein Task rechnet (CPU) oder wartet (E/A). Sein Worker tut so oder so nichts anderes.</translation>
    </message>
    <message>
        <source>Which node the button cancels: %1 is the root, and so on level by level. Where there is no such node the button does nothing.</source>
        <translation>Welchen Knoten die Schaltfläche abbricht: %1 ist die Wurzel, und so weiter, Ebene für Ebene. Gibt es den Knoten nicht, bewirkt die Schaltfläche nichts.</translation>
    </message>
    <message>
        <source>While on, every call fails at once.</source>
        <translation>Solange eingeschaltet, scheitert jeder Aufruf sofort.</translation>
    </message>
    <message>
        <source>While on, every call takes the slow factor longer.</source>
        <translation>Solange eingeschaltet, dauert jeder Aufruf um den Langsam-Faktor länger.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Window type</source>
        <translation>Fensterart</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Work stealing</source>
        <translation>Work-Stealing</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Workers at work %</source>
        <translation>Worker an der Arbeit %</translation>
    </message>
    <message>
        <source>Works on many items at once, so many and no more, and collects the results.</source>
        <translation>Arbeitet an vielen Elementen zugleich, so vielen und nicht mehr, und sammelt die Ergebnisse.</translation>
    </message>
    <message>
        <source>Write share</source>
        <translation>Schreibanteil</translation>
    </message>
    <message>
        <source>Writers</source>
        <translation>Schreiber</translation>
    </message>
    <message>
        <source>a call threw and took down all that was begun, %1 time</source>
        <translation>ein Aufruf warf und riss alles Begonnene mit, %1-mal</translation>
    </message>
    <message>
        <source>a call threw and took down all that was begun, %1 times</source>
        <translation>ein Aufruf warf und riss alles Begonnene mit, %1-mal</translation>
    </message>
    <message>
        <source>a crash ended the loop: what it had accepted is lost, all else is rejected</source>
        <translation>ein Absturz beendete die Schleife: was sie angenommen hatte, ist verloren, alles andere wird abgewiesen</translation>
    </message>
    <message>
        <source>a failure was thrown at the caller while %1 task ran on</source>
        <translation>ein Fehler ging an den Aufrufer, während %1 Task weiterlief</translation>
    </message>
    <message>
        <source>a failure was thrown at the caller while %1 tasks ran on</source>
        <translation>ein Fehler ging an den Aufrufer, während %1 Tasks weiterliefen</translation>
    </message>
    <message>
        <source>a queue is full</source>
        <translation>eine Warteschlange ist voll</translation>
    </message>
    <message>
        <source>a stage threw, and it was taken for the end of the input: no item goes through any more</source>
        <translation>eine Stufe warf, und das galt als Ende der Eingabe: kein Element kommt mehr durch</translation>
    </message>
    <message>
        <source>a task threw and ended its worker: %1 of %2 are gone, and what was in their queues is lost</source>
        <translation>ein Task warf und beendete seinen Worker: %1 von %2 sind weg, und was in ihren Warteschlangen lag, ist verloren</translation>
    </message>
    <message>
        <source>aborting</source>
        <translation>Abbruch</translation>
    </message>
    <message>
        <source>above allowance</source>
        <translation>über dem Erlaubten</translation>
    </message>
    <message>
        <source>actor</source>
        <translation>Aktor</translation>
    </message>
    <message>
        <source>after %1 ms open</source>
        <translation>nach %1 ms offen</translation>
    </message>
    <message>
        <source>after %1 s open</source>
        <translation>nach %1 s offen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>asked to stop</source>
        <translation>um Halt gebeten</translation>
    </message>
    <message>
        <source>asked to stop %1 ms ago: %2 work and %3 clean up</source>
        <translation>vor %1 ms um Halt gebeten: %2 arbeiten und %3 räumen auf</translation>
    </message>
    <message>
        <source>async_workers</source>
        <translation>Async-Worker</translation>
    </message>
    <message>
        <source>atomic</source>
        <translation>atomar</translation>
    </message>
    <message>
        <source>attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>attempts ×%1</source>
        <translation>Versuche ×%1</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>automatic again</source>
        <translation>wieder automatisch</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>batches in flight</source>
        <translation>Stapel unterwegs</translation>
    </message>
    <message>
        <source>best possible</source>
        <translation>bestmöglich</translation>
    </message>
    <message>
        <source>blocking_pool</source>
        <translation>Blockier-Pool</translation>
    </message>
    <message>
        <source>breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>breaker (closed)</source>
        <translation>Schutzschalter (geschlossen)</translation>
    </message>
    <message>
        <source>breaker (half-open)</source>
        <translation>Schutzschalter (halboffen)</translation>
    </message>
    <message>
        <source>breaker (open)</source>
        <translation>Schutzschalter (offen)</translation>
    </message>
    <message>
        <source>breaker open</source>
        <translation>Schalter offen</translation>
    </message>
    <message>
        <source>burst</source>
        <translation>Burst</translation>
    </message>
    <message>
        <source>bursts</source>
        <translation>Bursts</translation>
    </message>
    <message>
        <source>busy workers</source>
        <translation>beschäftigte Worker</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>capacity</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>central</source>
        <translation>zentral</translation>
    </message>
    <message>
        <source>cleaning up</source>
        <translation>beim Aufräumen</translation>
    </message>
    <message>
        <source>cleanups</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>collect</source>
        <translation>sammeln</translation>
    </message>
    <message>
        <source>collect_all</source>
        <translation>alle sammeln</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>completion</source>
        <translation>Fertigstellung</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>rechnend</translation>
    </message>
    <message>
        <source>concurrency</source>
        <translation>Nebenläufigkeit</translation>
    </message>
    <message>
        <source>concurrency (%1 inside, %2 waiting)</source>
        <translation>Nebenläufigkeit (%1 drinnen, %2 warten)</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>konstant</translation>
    </message>
    <message>
        <source>cost an item</source>
        <translation>Kosten je Element</translation>
    </message>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>disabled: every call is admitted, none is counted</source>
        <translation>abgeschaltet: jeder Aufruf wird zugelassen, keiner gezählt</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>Auslaufen</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>fallen lassen</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>due for a probe</source>
        <translation>eine Probe ist fällig</translation>
    </message>
    <message>
        <source>each call goes straight to the service, whatever that does to it</source>
        <translation>jeder Aufruf geht geradewegs zum Dienst, was auch immer das mit ihm macht</translation>
    </message>
    <message>
        <source>each has cleaned up</source>
        <translation>jeder hat aufgeräumt</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>zu Ende</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>exponentiell</translation>
    </message>
    <message>
        <source>fail_batch</source>
        <translation>Stapel scheitert</translation>
    </message>
    <message>
        <source>fail_fast</source>
        <translation>sofort scheitern</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>failures</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>fast service</source>
        <translation>schneller Dienst</translation>
    </message>
    <message>
        <source>fixed_window</source>
        <translation>festes Fenster</translation>
    </message>
    <message>
        <source>flaky</source>
        <translation>wackelig</translation>
    </message>
    <message>
        <source>flaky service</source>
        <translation>wackeliger Dienst</translation>
    </message>
    <message>
        <source>flowing</source>
        <translation>fließt</translation>
    </message>
    <message>
        <source>forced open: every call is refused</source>
        <translation>zwangsweise offen: jeder Aufruf wird abgelehnt</translation>
    </message>
    <message>
        <source>forced_open</source>
        <translation>zwangsweise offen</translation>
    </message>
    <message>
        <source>free permits</source>
        <translation>freie Permits</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>get_set</source>
        <translation>lesen, setzen</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>erteilt</translation>
    </message>
    <message>
        <source>half</source>
        <translation>die Hälfte</translation>
    </message>
    <message>
        <source>half-open</source>
        <translation>halboffen</translation>
    </message>
    <message>
        <source>half-open: everyone is admitted, %1 in flight</source>
        <translation>halboffen: alle werden zugelassen, %1 unterwegs</translation>
    </message>
    <message>
        <source>hedge</source>
        <translation>Hedging</translation>
    </message>
    <message>
        <source>hedge (%1 sent, %2 won)</source>
        <translation>Hedging (%1 gesendet, %2 gewonnen)</translation>
    </message>
    <message>
        <source>hedges</source>
        <translation>Hedges</translation>
    </message>
    <message>
        <source>idle beside work</source>
        <translation>müßig trotz Arbeit</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>in the service</source>
        <translation>im Dienst</translation>
    </message>
    <message>
        <source>input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>io</source>
        <translation>E/A</translation>
    </message>
    <message>
        <source>items</source>
        <translation>Elem.</translation>
    </message>
    <message>
        <source>items a batch</source>
        <translation>Elemente je Stapel</translation>
    </message>
    <message>
        <source>join</source>
        <translation>Join</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>joins</source>
        <translation>Joins</translation>
    </message>
    <message>
        <source>lanes in use</source>
        <translation>belegte Spuren</translation>
    </message>
    <message>
        <source>last shutdown</source>
        <translation>letztes Herunterfahren</translation>
    </message>
    <message>
        <source>leaky_bucket</source>
        <translation>Leaky-Bucket</translation>
    </message>
    <message>
        <source>left behind</source>
        <translation>zurückgelassen</translation>
    </message>
    <message>
        <source>left full</source>
        <translation>voll abgefahren</translation>
    </message>
    <message>
        <source>left in the batch</source>
        <translation>Rest des Stapels</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>limiting</source>
        <translation>begrenzt</translation>
    </message>
    <message>
        <source>linger</source>
        <translation>Verweilzeit</translation>
    </message>
    <message>
        <source>lognormal</source>
        <translation>lognormal</translation>
    </message>
    <message>
        <source>longest queue</source>
        <translation>längste Schlange</translation>
    </message>
    <message>
        <source>loop ended</source>
        <translation>Schleife zu Ende</translation>
    </message>
    <message>
        <source>losing updates</source>
        <translation>verliert Änderungen</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>lost updates</source>
        <translation>verlorene Änderungen</translation>
    </message>
    <message>
        <source>makespan</source>
        <translation>Gesamtdauer</translation>
    </message>
    <message>
        <source>makespan over best</source>
        <translation>Gesamtdauer zu Bestwert</translation>
    </message>
    <message>
        <source>metrics only</source>
        <translation>nur Messung</translation>
    </message>
    <message>
        <source>metrics only: every call is admitted and counted</source>
        <translation>nur Messung: jeder Aufruf wird zugelassen und gezählt</translation>
    </message>
    <message>
        <source>metrics_only</source>
        <translation>nur Messung</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>mutex</source>
        <translation>Mutex</translation>
    </message>
    <message>
        <source>no batch has left yet</source>
        <translation>noch ist kein Stapel abgefahren</translation>
    </message>
    <message>
        <source>no budget</source>
        <translation>kein Budget</translation>
    </message>
    <message>
        <source>no budget set</source>
        <translation>kein Budget gesetzt</translation>
    </message>
    <message>
        <source>no calls yet</source>
        <translation>noch keine Aufrufe</translation>
    </message>
    <message>
        <source>no retry budget</source>
        <translation>Budget erschöpft</translation>
    </message>
    <message>
        <source>no stage takes time</source>
        <translation>keine Stufe braucht Zeit</translation>
    </message>
    <message>
        <source>no update lost</source>
        <translation>keine Änderung verloren</translation>
    </message>
    <message>
        <source>nobody inside</source>
        <translation>niemand drinnen</translation>
    </message>
    <message>
        <source>nobody waits</source>
        <translation>niemand wartet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>angeboten</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>one</source>
        <translation>einen</translation>
    </message>
    <message>
        <source>one task does all stages in turn: %1 ms an item let %2/s through at most</source>
        <translation>ein Task macht alle Stufen nacheinander: %1 ms je Element lassen höchstens %2/s durch</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>opened again</source>
        <translation>wieder geöffnet</translation>
    </message>
    <message>
        <source>opens at %1</source>
        <translation>öffnet bei %1</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>außer der Reihe</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>pareto</source>
        <translation>Pareto</translation>
    </message>
    <message>
        <source>passing</source>
        <translation>lässt durch</translation>
    </message>
    <message>
        <source>permits</source>
        <translation>Permits</translation>
    </message>
    <message>
        <source>permits for retries</source>
        <translation>Permits für Wiederholungen</translation>
    </message>
    <message>
        <source>poisson</source>
        <translation>Poisson</translation>
    </message>
    <message>
        <source>production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>rate_limit</source>
        <translation>Ratenbegrenzung</translation>
    </message>
    <message>
        <source>rate_limit (%1 waiting)</source>
        <translation>Ratenbegrenzung (%1 warten)</translation>
    </message>
    <message>
        <source>reached the service</source>
        <translation>erreichten den Dienst</translation>
    </message>
    <message>
        <source>readers inside</source>
        <translation>Leser drinnen</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>abweisen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>results held back</source>
        <translation>zurückgehaltene Ergebnisse</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>retry (%1 permits left)</source>
        <translation>Wiederholung (noch %1 Permits)</translation>
    </message>
    <message>
        <source>retry (no budget set)</source>
        <translation>Wiederholung (kein Budget gesetzt)</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>rw_lock</source>
        <translation>Leser-Schreiber-Sperre</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>shadow would be closed, opened %1 time</source>
        <translation>Schatten wäre geschlossen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>shadow would be closed, opened %1 times</source>
        <translation>Schatten wäre geschlossen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>shadow would be half-open, opened %1 time</source>
        <translation>Schatten wäre halboffen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>shadow would be half-open, opened %1 times</source>
        <translation>Schatten wäre halboffen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>shadow would be open, opened %1 time</source>
        <translation>Schatten wäre offen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>shadow would be open, opened %1 times</source>
        <translation>Schatten wäre offen, %1-mal geöffnet</translation>
    </message>
    <message>
        <source>sharded</source>
        <translation>aufgeteilt</translation>
    </message>
    <message>
        <source>shared queue</source>
        <translation>gemeinsame Schlange</translation>
    </message>
    <message>
        <source>sliding_window</source>
        <translation>gleitendes Fenster</translation>
    </message>
    <message>
        <source>slots taken</source>
        <translation>Plätze belegt</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>langsam</translation>
    </message>
    <message>
        <source>slow service</source>
        <translation>langsamer Dienst</translation>
    </message>
    <message>
        <source>slow threshold</source>
        <translation>Langsam-Schwelle</translation>
    </message>
    <message>
        <source>snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>speed-up</source>
        <translation>Speedup</translation>
    </message>
    <message>
        <source>split</source>
        <translation>teilen</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>stage %1 is the slowest: %2 worker at %3 ms an item let %4/s through at most</source>
        <translation>Stufe %1 ist die langsamste: %2 Worker mit %3 ms je Element lässt höchstens %4/s durch</translation>
    </message>
    <message>
        <source>stage %1 is the slowest: %2 workers at %3 ms an item let %4/s through at most</source>
        <translation>Stufe %1 ist die langsamste: %2 Worker mit %3 ms je Element lassen höchstens %4/s durch</translation>
    </message>
    <message>
        <source>static</source>
        <translation>statisch</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>stetig</translation>
    </message>
    <message>
        <source>steady service</source>
        <translation>stetiger Dienst</translation>
    </message>
    <message>
        <source>stealing</source>
        <translation>stehlen</translation>
    </message>
    <message>
        <source>steals</source>
        <translation>Diebstähle</translation>
    </message>
    <message>
        <source>stolen tasks</source>
        <translation>gestohlene Tasks</translation>
    </message>
    <message>
        <source>stuck open: a late success erased the time of the last failure</source>
        <translation>offen und hängt fest: ein später Erfolg hat die Zeit des letzten Fehlers gelöscht</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>tasks left behind</source>
        <translation>Tasks zurückgelassen</translation>
    </message>
    <message>
        <source>textbook</source>
        <translation>Lehrbuch</translation>
    </message>
    <message>
        <source>the deadline comes in %1 ms</source>
        <translation>die Frist endet in %1 ms</translation>
    </message>
    <message>
        <source>the deadline has passed, so work was cut</source>
        <translation>die Frist ist vorbei, also wurde die Arbeit abgeschnitten</translation>
    </message>
    <message>
        <source>the last batch took %1 ms; no schedule takes less than %2 ms</source>
        <translation>der letzte Stapel dauerte %1 ms; kein Plan braucht weniger als %2 ms</translation>
    </message>
    <message>
        <source>the last batch, of %1 item, left by time, its first after %2 ms</source>
        <translation>der letzte Stapel, mit %1 Element, fuhr per Uhr ab, sein erstes nach %2 ms</translation>
    </message>
    <message>
        <source>the last batch, of %1 item, left full, its first after %2 ms</source>
        <translation>der letzte Stapel, mit %1 Element, fuhr voll ab, sein erstes nach %2 ms</translation>
    </message>
    <message>
        <source>the last batch, of %1 items, left by time, its first after %2 ms</source>
        <translation>der letzte Stapel, mit %1 Elementen, fuhr per Uhr ab, sein erstes nach %2 ms</translation>
    </message>
    <message>
        <source>the last batch, of %1 items, left full, its first after %2 ms</source>
        <translation>der letzte Stapel, mit %1 Elementen, fuhr voll ab, sein erstes nach %2 ms</translation>
    </message>
    <message>
        <source>the last join took %1 ms, %2 times faster than one task after the other; no schedule takes less than %3 ms</source>
        <translation>der letzte Join dauerte %1 ms, %2-mal schneller als ein Task nach dem anderen; kein Plan braucht weniger als %3 ms</translation>
    </message>
    <message>
        <source>the last join took %1 ms: %2 of its tasks failed, %3 were cancelled</source>
        <translation>der letzte Join dauerte %1 ms: %2 seiner Tasks scheiterten, %3 wurden abgebrochen</translation>
    </message>
    <message>
        <source>the last shutdown took %1 ms: %2 of %3 tasks finished, %4 were aborted, %5 failed</source>
        <translation>das letzte Herunterfahren dauerte %1 ms: %2 von %3 Tasks wurden fertig, %4 abgeschnitten, %5 scheiterten</translation>
    </message>
    <message>
        <source>the rate was exceeded</source>
        <translation>die Rate wurde überschritten</translation>
    </message>
    <message>
        <source>there is no deadline</source>
        <translation>es gibt keine Frist</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>throughput</source>
        <translation>Durchsatz</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Timeout</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>Timeout</translation>
    </message>
    <message>
        <source>timeout (%1 given up)</source>
        <translation>Timeout (%1 aufgegeben)</translation>
    </message>
    <message>
        <source>token_bucket</source>
        <translation>Token-Bucket</translation>
    </message>
    <message>
        <source>try_join</source>
        <translation>Try-Join</translation>
    </message>
    <message>
        <source>type_erased</source>
        <translation>typgelöscht</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>gleichverteilt</translation>
    </message>
    <message>
        <source>virtual</source>
        <translation>virtuell</translation>
    </message>
    <message>
        <source>wait</source>
        <translation>warten</translation>
    </message>
    <message>
        <source>wait of the first</source>
        <translation>Wartezeit des ersten</translation>
    </message>
    <message>
        <source>waiting for %1 call</source>
        <translation>wartet auf %1 Aufruf</translation>
    </message>
    <message>
        <source>waiting for %1 calls</source>
        <translation>wartet auf %1 Aufrufe</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>working</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>would be closed</source>
        <translation>wäre geschlossen</translation>
    </message>
    <message>
        <source>would be half-open</source>
        <translation>wäre halboffen</translation>
    </message>
    <message>
        <source>would have opened</source>
        <translation>hätte geöffnet</translation>
    </message>
    <message>
        <source>would have opened again</source>
        <translation>hätte wieder geöffnet</translation>
    </message>
    <message>
        <source>writers inside</source>
        <translation>Schreiber drinnen</translation>
    </message>
    <message>
        <source>writers waiting</source>
        <translation>wartende Schreiber</translation>
    </message>
    <message>
        <source>writes</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>%1 %: half the threshold is never enough</source>
        <translation>%1 %: die halbe Schwelle reicht nie</translation>
    </message>
    <message>
        <source>%1 calls a second come, %2 may be in the service at once and %3 may wait; each is given up after %4 s, and the breaker opens when half of the last %5 have failed. From %6 to %7 s the service answers nothing. Draw the queue.</source>
        <translation>%1 Aufrufe je Sekunde kommen, %2 dürfen zugleich im Dienst sein und %3 dürfen warten; jeder wird nach %4 s aufgegeben, und der Schalter öffnet, wenn die Hälfte der letzten %5 gescheitert ist. Von %6 bis %7 s antwortet der Dienst auf nichts. Zu zeichnen ist die Warteschlange.</translation>
    </message>
    <message>
        <source>%1 calls a second come, and the service can do no more than %2. Complete at least %3 a second all the same.</source>
        <translation>%1 Aufrufe je Sekunde kommen, und der Dienst schafft nicht mehr als %2. Trotzdem mindestens %3 je Sekunde erledigen.</translation>
    </message>
    <message>
        <source>%1 calls a second, four at a time, take %2 ms each; who has no answer after %3 ms tries again, up to four times in all. From %4 to %5 s the service is four times slower; from %6 s on a budget limits retries to one in ten calls. Draw the calls completed each second.</source>
        <translation>%1 Aufrufe je Sekunde, vier zugleich, dauern je %2 ms; wer nach %3 ms keine Antwort hat, versucht es wieder, insgesamt bis zu viermal. Von %4 bis %5 s ist der Dienst viermal langsamer; ab %6 s begrenzt ein Budget die Wiederholungen auf einen von zehn Aufrufen. Zu zeichnen sind die Aufrufe, die je Sekunde erledigt werden.</translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation>%1 Elem.</translation>
    </message>
    <message>
        <source>%1 items a second keep coming. Keep %2 of %3 results under %4 ms while at least %5 a second are completed.</source>
        <translation>Weiterhin kommen %1 Elemente je Sekunde. %2 von %3 Ergebnissen unter %4 ms halten, während mindestens %5 je Sekunde erledigt werden.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 permits</source>
        <translation>%1 Permits</translation>
    </message>
    <message>
        <source>%1 readers hold a reader-writer lock together, each for %2 ms and then thinking for %3 ms. At %4 s one writer joins them that does the same. What becomes of the reads a second?</source>
        <translation>%1 Leser halten gemeinsam eine Leser-Schreiber-Sperre, jeder %2 ms lang, und denken dann %3 ms nach. Bei %4 s kommt ein Schreiber dazu, der dasselbe tut. Was wird aus den Lesevorgängen je Sekunde?</translation>
    </message>
    <message>
        <source>%1 tasks</source>
        <translation>%1 Tasks</translation>
    </message>
    <message>
        <source>%1 tasks are joined; each waits %2 ms for I/O, then computes for %3 ms on one of two workers. At %4 s the I/O takes half the time; at %5 s it is as before and the computing takes half. Which shortens the join more?</source>
        <translation>%1 Tasks werden verbunden; jeder wartet %2 ms auf E/A und rechnet dann %3 ms auf einem von zwei Workern. Ab %4 s dauert die E/A halb so lang; ab %5 s ist sie wie zuvor, und das Rechnen dauert halb so lang. Was verkürzt den Join mehr?</translation>
    </message>
    <message>
        <source>%1 tasks look every %2 ms whether they are asked to stop, then clean up for %3 ms; the deadline is %4 s. From %5 s on, %6 % of them never look. How long does a shutdown take then?</source>
        <translation>%1 Tasks sehen alle %2 ms nach, ob sie anhalten sollen, und räumen dann %3 ms auf; die Frist ist %4 s. Ab %5 s sehen %6 % von ihnen nie nach. Wie lange dauert ein Herunterfahren dann?</translation>
    </message>
    <message>
        <source>%1 tasks use a map behind a mutex, %2 ms at a time; half of what they do is writing. At %3 s the mutex becomes a reader-writer lock, and from %4 s on only one operation in ten writes. What becomes of the operations a second at %5 s?</source>
        <translation>%1 Tasks benutzen eine Map hinter einem Mutex, je %2 ms; die Hälfte davon ist Schreiben. Bei %3 s wird der Mutex zur Leser-Schreiber-Sperre, und ab %4 s schreibt nur eine von zehn Operationen. Was wird aus den Operationen je Sekunde bei %5 s?</translation>
    </message>
    <message>
        <source>%1 x</source>
        <translation>%1 x</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>A batch dealt out evenly</source>
        <translation>Ein gleichmäßig verteilter Stapel</translation>
    </message>
    <message>
        <source>A batch given to worker %1</source>
        <translation>Ein Stapel für Worker %1</translation>
    </message>
    <message>
        <source>A breaker too touchy</source>
        <translation>Ein zu empfindlicher Schalter</translation>
    </message>
    <message>
        <source>A call costs %1 ms and %2 ms for each item in it, two may run at once, and %3 items a second come. A batch leaves when it is full; its size goes from %4 to %5, %6, %7 and %8, every %9 s. Draw the p99 latency.</source>
        <translation>Ein Aufruf kostet %1 ms und %2 ms für jedes Element darin, zwei dürfen zugleich laufen, und %3 Elemente je Sekunde kommen. Ein Stapel fährt ab, wenn er voll ist; seine Größe geht von %4 auf %5, %6, %7 und %8, alle %9 s. Zu zeichnen ist die p99-Latenz.</translation>
    </message>
    <message>
        <source>A quarter longer: each task has to be stolen first</source>
        <translation>Ein Viertel länger: jeder Task muss erst gestohlen werden</translation>
    </message>
    <message>
        <source>A shutdown when %1 % do not</source>
        <translation>Herunterfahren, wenn %1 % es nicht tun</translation>
    </message>
    <message>
        <source>A shutdown when all look</source>
        <translation>Herunterfahren, wenn alle nachsehen</translation>
    </message>
    <message>
        <source>A small part: it is open nearly all of the time</source>
        <translation>Ein kleiner Teil: er ist fast immer offen</translation>
    </message>
    <message>
        <source>A task that never looks works on until it is cut at the deadline, and one such task is enough: {before} became {after}.</source>
        <translation>Ein Task, der nie nachsieht, arbeitet weiter, bis er nach der Frist abgeschnitten wird, und ein solcher Task genügt: Aus {before} wurden {after}.</translation>
    </message>
    <message>
        <source>A waiting writer holds back every reader that comes after it, until the slowest of those inside has left: reads fell from {before} to {after}, with writes at {writes}.</source>
        <translation>Ein wartender Schreiber hält jeden Leser auf, der nach ihm kommt, bis der langsamste von denen drinnen gegangen ist: Die Lesevorgänge fielen von {before} auf {after}, bei {writes} Schreibvorgängen.</translation>
    </message>
    <message>
        <source>About half as long as the deadline: by then half of those few are done</source>
        <translation>Etwa halb so lang wie die Frist: bis dahin ist die Hälfte dieser wenigen fertig</translation>
    </message>
    <message>
        <source>About half of them</source>
        <translation>Etwa die Hälfte</translation>
    </message>
    <message>
        <source>Above allowance, fixed window</source>
        <translation>Über dem Erlaubten, festes Fenster</translation>
    </message>
    <message>
        <source>Above allowance, token bucket</source>
        <translation>Über dem Erlaubten, Token-Bucket</translation>
    </message>
    <message>
        <source>Agreed are %1 calls a second, and %2 more at once; bursts of %3 come, %4 calls a second on average, and wait for their turn. At %5 s a token bucket is replaced by a fixed window: %6 calls in each half second. By how many calls is the agreement broken at worst?</source>
        <translation>Vereinbart sind %1 Aufrufe je Sekunde, und %2 mehr auf einmal; Bursts von %3 kommen, im Durchschnitt %4 Aufrufe je Sekunde, und warten, bis sie an der Reihe sind. Bei %5 s wird ein Token-Bucket durch ein festes Fenster ersetzt: %6 Aufrufe in jeder halben Sekunde. Um wie viele Aufrufe wird die Vereinbarung schlimmstenfalls gebrochen?</translation>
    </message>
    <message>
        <source>All tasks wait at the same time, but compute two at a time: from {before} half the I/O led to {io}, half the computing to {cpu}.</source>
        <translation>Alle Tasks warten zur selben Zeit, aber nur zwei rechnen zugleich: Von {before} führte die halbe E/A zu {io}, das halbe Rechnen zu {cpu}.</translation>
    </message>
    <message>
        <source>All work for one</source>
        <translation>Alle Arbeit für einen</translation>
    </message>
    <message>
        <source>As long as before</source>
        <translation>So lange wie zuvor</translation>
    </message>
    <message>
        <source>As long as the deadline</source>
        <translation>So lange wie die Frist</translation>
    </message>
    <message>
        <source>Attempts with the service well again</source>
        <translation>Versuche, als der Dienst wieder gesund ist</translation>
    </message>
    <message>
        <source>Backpressure</source>
        <translation>Rückstau</translation>
    </message>
    <message>
        <source>Batches of %1 cannot keep up, so items wait for a call ({one}); in batches of %2 they wait for each other ({many}); in between is the bottom ({four}), and it moves with the load.</source>
        <translation>Stapel von %1 kommen nicht nach, so dass Elemente auf einen Aufruf warten ({one}); in Stapeln von %2 warten sie aufeinander ({many}); dazwischen liegt das Minimum ({four}), und es wandert mit der Last.</translation>
    </message>
    <message>
        <source>Batches of %1 tasks of %2 ms are for four workers that steal from each other. For %3 s the tasks are dealt out evenly, then all of them are given to worker %4. How long does a batch take then?</source>
        <translation>Stapel von %1 Tasks zu %2 ms sind für vier Worker, die einander bestehlen. %3 s lang werden die Tasks gleichmäßig verteilt, dann gehen alle an Worker %4. Wie lange dauert ein Stapel dann?</translation>
    </message>
    <message>
        <source>Both alike: all tasks run at the same time</source>
        <translation>Beides gleich: alle Tasks laufen zur selben Zeit</translation>
    </message>
    <message>
        <source>Both let the whole load through ({token_rate} and {leaky_rate}), but the token bucket spends on a burst what it has saved ({token}), and the leaky bucket saves nothing and flattens it ({leaky}).</source>
        <translation>Beide lassen die ganze Last durch ({token_rate} und {leaky_rate}), aber der Token-Bucket gibt für einen Burst aus, was er gespart hat ({token}), und der Leaky-Bucket spart nichts und glättet ihn ({leaky}).</translation>
    </message>
    <message>
        <source>By a handful, those just at an edge</source>
        <translation>Um eine Handvoll, die gerade an einem Rand</translation>
    </message>
    <message>
        <source>By nearly a whole window</source>
        <translation>Um fast ein ganzes Fenster</translation>
    </message>
    <message>
        <source>By none: %1 in each half second are %2 a second</source>
        <translation>Um keinen: %1 in jeder halben Sekunde sind %2 je Sekunde</translation>
    </message>
    <message>
        <source>By several windows: the excess adds up</source>
        <translation>Um mehrere Fenster: der Überschuss summiert sich</translation>
    </message>
    <message>
        <source>Cancelling is asking</source>
        <translation>Abbrechen heißt bitten</translation>
    </message>
    <message>
        <source>Choosing the primitive</source>
        <translation>Wahl des Primitivs</translation>
    </message>
    <message>
        <source>Circuit breakers</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>Complete %1 of %2 calls, though four in ten attempts fail.</source>
        <translation>%1 von %2 Aufrufen erledigen, obwohl vier von zehn Versuchen scheitern.</translation>
    </message>
    <message>
        <source>Complete at least %1 % of the calls, with a breaker that still watches.</source>
        <translation>Mindestens %1 % der Aufrufe erledigen, mit einem Schalter, der noch aufpasst.</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Completed after it</source>
        <translation>Danach erledigt</translation>
    </message>
    <message>
        <source>Completed before</source>
        <translation>Zuvor erledigt</translation>
    </message>
    <message>
        <source>Completed with a budget</source>
        <translation>Mit Budget erledigt</translation>
    </message>
    <message>
        <source>Completed with the service well again</source>
        <translation>Erledigt, als der Dienst wieder gesund ist</translation>
    </message>
    <message>
        <source>Completed, breaker outside</source>
        <translation>Erledigt, Schutzschalter außen</translation>
    </message>
    <message>
        <source>Completed, retry outside</source>
        <translation>Erledigt, Wiederholung außen</translation>
    </message>
    <message>
        <source>Concurrency limits</source>
        <translation>Grenzen der Nebenläufigkeit</translation>
    </message>
    <message>
        <source>Cooperative cancellation</source>
        <translation>Kooperatives Abbrechen</translation>
    </message>
    <message>
        <source>Designing for failure</source>
        <translation>Entwurf für den Fehlerfall</translation>
    </message>
    <message>
        <source>Every half second %1 calls come at once, for a service that takes %2 ms. The limiter grants %3 a second: for %4 s as a token bucket that holds %5, then as a leaky bucket. What becomes of the p99 latency?</source>
        <translation>Jede halbe Sekunde kommen %1 Aufrufe auf einmal, für einen Dienst, der %2 ms braucht. Der Begrenzer erteilt %3 je Sekunde: %4 s lang als Token-Bucket, der %5 fasst, dann als Leaky-Bucket. Was wird aus der p99-Latenz?</translation>
    </message>
    <message>
        <source>Failing fast</source>
        <translation>Schnell scheitern</translation>
    </message>
    <message>
        <source>Five in %1 calls fail, at random. The breaker opens when %2 % of the last %3 calls have failed, for %4 s. What share of the calls is completed?</source>
        <translation>Fünf von %1 Aufrufen scheitern zufällig. Der Schalter öffnet, wenn %2 % der letzten %3 Aufrufe gescheitert sind, für %4 s. Welcher Anteil der Aufrufe wird erledigt?</translation>
    </message>
    <message>
        <source>Four in five tasks go to worker %1, and times scatter. Come within %2 times the shortest time that any schedule could take, with at least %3 tasks a second.</source>
        <translation>Vier von fünf Tasks gehen an Worker %1, und die Dauern streuen. Höchstens das %2-fache der kürzesten Zeit brauchen, die irgendein Plan bräuchte, bei mindestens %3 Tasks je Sekunde.</translation>
    </message>
    <message>
        <source>Four in ten attempts fail, at random; a retry layer makes up to three for a call, and a breaker opens when half of the last %1 answers it saw were failures. For %2 s the retry is outside of the breaker, then the breaker is outside of the retry. What becomes of the calls completed?</source>
        <translation>Vier von zehn Versuchen scheitern zufällig; eine Wiederholungsschicht macht bis zu drei je Aufruf, und ein Schutzschalter öffnet, wenn die Hälfte der letzten %1 Antworten, die er sah, Fehler waren. %2 s lang liegt die Wiederholung außerhalb des Schalters, dann der Schalter außerhalb der Wiederholung. Was wird aus den erledigten Aufrufen?</translation>
    </message>
    <message>
        <source>Four times as long: one worker does the work of four</source>
        <translation>Viermal so lange: ein Worker tut die Arbeit von vieren</translation>
    </message>
    <message>
        <source>Half of what is done stays writing. Do %1 operations a second, %2 of %3 of them within %4 ms.</source>
        <translation>Die Hälfte bleibt Schreiben. %1 Operationen je Sekunde ausführen, %2 von %3 davon innerhalb von %4 ms.</translation>
    </message>
    <message>
        <source>Hardly longer: %1 % stop as before</source>
        <translation>Kaum länger: %1 % halten an wie zuvor</translation>
    </message>
    <message>
        <source>In the textbook form one task in ten has forgotten to listen. Have each shutdown end within %1 s, after a cleanup of %2 ms, with no task dropped.</source>
        <translation>In der Lehrbuchform hat einer von zehn Tasks vergessen zuzuhören. Jedes Herunterfahren innerhalb von %1 s beenden, nach %2 ms Aufräumen, ohne dass ein Task verworfen wird.</translation>
    </message>
    <message>
        <source>Inside, the breaker saw four in ten fail, soon came upon ten in %1 and was open most of the time ({retry} completed); outside, it sees only what three tries could not mend, and stays closed ({breaker}).</source>
        <translation>Innen sah der Schalter vier von zehn scheitern, traf bald auf zehn von %1 und war meist offen ({retry} erledigt); außen sieht er nur, was drei Versuche nicht heilen konnten, und bleibt geschlossen ({breaker}).</translation>
    </message>
    <message>
        <source>It about doubles: the load is half the rate</source>
        <translation>Sie verdoppelt sich etwa: die Last ist die halbe Rate</translation>
    </message>
    <message>
        <source>It falls: an even flow suits the service better</source>
        <translation>Sie sinkt: ein gleichmäßiger Fluss bekommt dem Dienst besser</translation>
    </message>
    <message>
        <source>It grows many times over: the calls of a burst go out one by one</source>
        <translation>Sie wächst auf ein Vielfaches: die Aufrufe eines Bursts gehen einzeln hinaus</translation>
    </message>
    <message>
        <source>It stays: both grant the same rate, twice the load</source>
        <translation>Sie bleibt: beide erteilen dieselbe Rate, das Doppelte der Last</translation>
    </message>
    <message>
        <source>Keep %1 of %2 items under %3 ms and still complete %4 a second.</source>
        <translation>%1 von %2 Elementen unter %3 ms halten und dabei %4 je Sekunde erledigen.</translation>
    </message>
    <message>
        <source>Let the bursts through without a wait: %1 of %2 calls under %3 ms, and at least %4 a second completed.</source>
        <translation>Die Bursts ohne Warten durchlassen: %1 von %2 Aufrufen unter %3 ms, und mindestens %4 je Sekunde erledigt.</translation>
    </message>
    <message>
        <source>Lock contention</source>
        <translation>Streit um Sperren</translation>
    </message>
    <message>
        <source>Make a join seven times faster than one task after the other, and complete %1 tasks a second, each as long as it is.</source>
        <translation>Einen Join siebenmal schneller machen als einen Task nach dem anderen, und %1 Tasks je Sekunde erledigen, jeden so lang, wie er ist.</translation>
    </message>
    <message>
        <source>More is not faster</source>
        <translation>Mehr ist nicht schneller</translation>
    </message>
    <message>
        <source>Most of them: now and then it opens for %1 s</source>
        <translation>Die meisten: hin und wieder öffnet er für %1 s</translation>
    </message>
    <message>
        <source>Mutex or rw-lock?</source>
        <translation>Mutex oder RW-Sperre?</translation>
    </message>
    <message>
        <source>Now %1 items a second come. Keep %2 of %3 under %4 ms, and complete at least %5 a second.</source>
        <translation>Nun kommen %1 Elemente je Sekunde. %2 von %3 unter %4 ms halten und mindestens %5 je Sekunde erledigen.</translation>
    </message>
    <message>
        <source>One window went out at the end of its half second and the next one right after it: {window} more than agreed, where the token bucket had exceeded it by {token}.</source>
        <translation>Ein Fenster ging am Ende seiner halben Sekunde hinaus und das nächste gleich danach: {window} mehr als vereinbart, wo der Token-Bucket um {token} darüber lag.</translation>
    </message>
    <message>
        <source>One writer, %1 readers</source>
        <translation>Ein Schreiber, %1 Leser</translation>
    </message>
    <message>
        <source>Operations, mutex, half writes</source>
        <translation>Operationen, Mutex, halb Schreiben</translation>
    </message>
    <message>
        <source>Operations, reader-writer lock, half writes</source>
        <translation>Operationen, Leser-Schreiber-Sperre, halb Schreiben</translation>
    </message>
    <message>
        <source>Operations, reader-writer lock, one in ten writes</source>
        <translation>Operationen, Leser-Schreiber-Sperre, eine von zehn schreibt</translation>
    </message>
    <message>
        <source>Profiling tasks</source>
        <translation>Tasks ausmessen</translation>
    </message>
    <message>
        <source>Queue before stage %1, %2 to %3 s</source>
        <translation>Warteschlange vor Stufe %1, %2 bis %3 s</translation>
    </message>
    <message>
        <source>Queue before the first calls are given up</source>
        <translation>Warteschlange, bevor die ersten Aufrufe aufgegeben werden</translation>
    </message>
    <message>
        <source>Queue for the rest of the outage</source>
        <translation>Warteschlange im Rest des Ausfalls</translation>
    </message>
    <message>
        <source>Queues fill upstream</source>
        <translation>Der Stau läuft zurück</translation>
    </message>
    <message>
        <source>Rate limiting</source>
        <translation>Ratenbegrenzung</translation>
    </message>
    <message>
        <source>Read at least %1 times a second while the writer writes at least %2 times.</source>
        <translation>Mindestens %1-mal je Sekunde lesen, während der Schreiber mindestens %2-mal schreibt.</translation>
    </message>
    <message>
        <source>Readers go in together only as far as no writer stands between them: {mutex} became {half}, and {tenth} once writes were rare.</source>
        <translation>Leser gehen nur so weit gemeinsam hinein, wie kein Schreiber zwischen ihnen steht: Aus {mutex} wurden {half}, und {tenth}, als Schreiben selten war.</translation>
    </message>
    <message>
        <source>Reads with one writer</source>
        <translation>Lesevorgänge mit einem Schreiber</translation>
    </message>
    <message>
        <source>Reads without a writer</source>
        <translation>Lesevorgänge ohne Schreiber</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Refused for the rest of the outage</source>
        <translation>Abgelehnt im Rest des Ausfalls</translation>
    </message>
    <message>
        <source>Same rate, other shape</source>
        <translation>Eine Rate, zwei Formen</translation>
    </message>
    <message>
        <source>Slowest task (p99) at first</source>
        <translation>Langsamster Task (p99) zuerst</translation>
    </message>
    <message>
        <source>Slowest task with half the I/O</source>
        <translation>Langsamster Task mit halber E/A</translation>
    </message>
    <message>
        <source>Slowest task with half the computing</source>
        <translation>Langsamster Task mit halbem Rechnen</translation>
    </message>
    <message>
        <source>Tasks stolen from worker %1</source>
        <translation>Von Worker %1 gestohlene Tasks</translation>
    </message>
    <message>
        <source>The I/O: it is two thirds of each task</source>
        <translation>Die E/A: sie macht zwei Drittel jedes Tasks aus</translation>
    </message>
    <message>
        <source>The breaker learned of the outage when the first calls were given up, and the queue held {closed} by then; open, it refused {refused} at once, the queue stood at {open}, and afterwards {after} were completed as if nothing had been.</source>
        <translation>Der Schalter erfuhr vom Ausfall, als die ersten Aufrufe aufgegeben wurden, und die Warteschlange hielt da {closed}; offen lehnte er {refused} sofort ab, die Schlange stand bei {open}, und danach wurden {after} erledigt, als wäre nichts gewesen.</translation>
    </message>
    <message>
        <source>The cause was gone at %1 s, but attempts, now {attempts}, kept the service busy with calls that were given up before it had answered: {after} completed after {before}; the budget took the retries away, and {budget} came through.</source>
        <translation>Die Ursache war bei %1 s vorbei, aber Versuche, nun {attempts}, beschäftigten den Dienst mit Aufrufen, die aufgegeben waren, bevor er antwortete: {after} erledigt nach {before}; das Budget nahm die Wiederholungen weg, und {budget} kamen durch.</translation>
    </message>
    <message>
        <source>The computing, though it is the shorter part</source>
        <translation>Das Rechnen, obwohl es der kürzere Teil ist</translation>
    </message>
    <message>
        <source>The edge of a window</source>
        <translation>Der Rand eines Fensters</translation>
    </message>
    <message>
        <source>The queue before the slowest stage filled first ({second_first}, with {first_then} before stage %1); only then could stage %2 not pass on what it had done, and its own queue rose ({first}), while the one behind the slowest stage stayed empty ({third}).</source>
        <translation>Die Warteschlange vor der langsamsten Stufe füllte sich zuerst ({second_first}, mit {first_then} vor Stufe %1); erst dann konnte Stufe %2 nicht weitergeben, was sie getan hatte, und ihre eigene Schlange stieg ({first}), während die hinter der langsamsten Stufe leer blieb ({third}).</translation>
    </message>
    <message>
        <source>The retry storm</source>
        <translation>Wiederholungssturm</translation>
    </message>
    <message>
        <source>The service answers nothing, and the textbook breaker does not count what is given up. Let no more than %1 callers wait and %2 a second be given up; tell the others at once.</source>
        <translation>Der Dienst antwortet auf nichts, und der Lehrbuchschalter zählt nicht, was aufgegeben wird. Höchstens %1 Aufrufer warten und %2 je Sekunde aufgeben lassen; es den anderen sofort sagen.</translation>
    </message>
    <message>
        <source>The textbook limiter refills its permits once in each half second. Never exceed the agreement while at least %1 calls a second are completed.</source>
        <translation>Der Lehrbuchbegrenzer füllt seine Permits einmal in jeder halben Sekunde nach. Nie die Vereinbarung überschreiten, während mindestens %1 Aufrufe je Sekunde erledigt werden.</translation>
    </message>
    <message>
        <source>They all but stop: a writer always goes first</source>
        <translation>Sie hören fast auf: ein Schreiber geht immer vor</translation>
    </message>
    <message>
        <source>They double: the reading half no longer waits</source>
        <translation>Sie verdoppeln sich: die lesende Hälfte wartet nicht mehr</translation>
    </message>
    <message>
        <source>They fall by a tenth or so</source>
        <translation>Sie sinken um etwa ein Zehntel</translation>
    </message>
    <message>
        <source>They fall by a third or more</source>
        <translation>Sie sinken um ein Drittel oder mehr</translation>
    </message>
    <message>
        <source>They fall by half: each refused call is now lost without a retry</source>
        <translation>Sie halbieren sich: jeder abgelehnte Aufruf ist nun ohne Wiederholung verloren</translation>
    </message>
    <message>
        <source>They fall: the lock has more to do</source>
        <translation>Sie sinken: die Sperre hat mehr zu tun</translation>
    </message>
    <message>
        <source>They grow by a quarter or so</source>
        <translation>Sie wachsen um etwa ein Viertel</translation>
    </message>
    <message>
        <source>They grow by half: refused calls are not tried again in vain</source>
        <translation>Sie wachsen um die Hälfte: abgelehnte Aufrufe werden nicht vergeblich wiederholt</translation>
    </message>
    <message>
        <source>They grow many times over: the breaker no longer sees single attempts</source>
        <translation>Sie wachsen auf ein Vielfaches: der Schalter sieht keine einzelnen Versuche mehr</translation>
    </message>
    <message>
        <source>They hardly change: it is one task among %1</source>
        <translation>Sie ändern sich kaum: es ist ein Task unter %1</translation>
    </message>
    <message>
        <source>They stay as they are: any writer locks out all</source>
        <translation>Sie bleiben, wie sie sind: jeder Schreiber sperrt alle aus</translation>
    </message>
    <message>
        <source>They stay as they are: it is the same two layers</source>
        <translation>Sie bleiben, wie sie sind: es sind dieselben zwei Schichten</translation>
    </message>
    <message>
        <source>Three stages can do %1, %2 and %3 items a second, and %4 items fit into the queue before each. At %5 s the load rises from %6 to %7 a second, at %8 s it falls to %9. Draw the queue before the first stage.</source>
        <translation>Drei Stufen schaffen %1, %2 und %3 Elemente je Sekunde, und %4 Elemente passen in die Warteschlange vor jeder. Bei %5 s steigt die Last von %6 auf %7 je Sekunde, bei %8 s sinkt sie auf %9. Zu zeichnen ist die Warteschlange vor der ersten Stufe.</translation>
    </message>
    <message>
        <source>Throughput with %1 in flight</source>
        <translation>Durchsatz mit %1 unterwegs</translation>
    </message>
    <message>
        <source>Throughput with the leaky bucket</source>
        <translation>Durchsatz mit dem Leaky-Bucket</translation>
    </message>
    <message>
        <source>Throughput with the token bucket</source>
        <translation>Durchsatz mit dem Token-Bucket</translation>
    </message>
    <message>
        <source>Too small, too large</source>
        <translation>Zu klein, zu groß</translation>
    </message>
    <message>
        <source>Twice as long: a thief takes half, the rest stays</source>
        <translation>Doppelt so lange: ein Dieb nimmt die Hälfte, der Rest bleibt</translation>
    </message>
    <message>
        <source>Two failures among %1 calls come by chance within a fraction of a second, and cost %2 s each time: {share} were completed, {refused} refused.</source>
        <translation>Zwei Fehler unter %1 Aufrufen kommen zufällig im Bruchteil einer Sekunde zusammen und kosten jedes Mal %2 s: {share} wurden erledigt, {refused} abgelehnt.</translation>
    </message>
    <message>
        <source>Two workers compute items of %1 ms each. The limit of items in flight is %2 and doubles every %3 s: %4, %5, %6, %7, %8. Draw the throughput.</source>
        <translation>Zwei Worker rechnen an Elementen von je %1 ms. Die Grenze der Elemente unterwegs ist %2 und verdoppelt sich alle %3 s: %4, %5, %6, %7, %8. Zu zeichnen ist der Durchsatz.</translation>
    </message>
    <message>
        <source>Two workers compute two items at once, whatever else is begun: {one} with one in flight, {two} with two and {many} with %1, while p99 went from {two_p99} to {many_p99}.</source>
        <translation>Zwei Worker rechnen an zwei Elementen zugleich, was auch sonst begonnen ist: {one} mit einem unterwegs, {two} mit zweien und {many} mit %1, während p99 von {two_p99} auf {many_p99} ging.</translation>
    </message>
    <message>
        <source>Until those few have done all their steps, %1 s in the mean</source>
        <translation>Bis diese wenigen alle ihre Schritte getan haben, im Mittel %1 s</translation>
    </message>
    <message>
        <source>What keeps them busy</source>
        <translation>Was sie aufhält</translation>
    </message>
    <message>
        <source>Which layer outside?</source>
        <translation>Welche Schicht außen?</translation>
    </message>
    <message>
        <source>Who has nothing takes half of what another has, again and again, until all have enough: {even} and {skewed}, with tasks changing hands at {stolen}.</source>
        <translation>Wer nichts hat, nimmt die Hälfte von dem, was ein anderer hat, immer wieder, bis alle genug haben: {even} und {skewed}, wobei Tasks mit {stolen} den Besitzer wechseln.</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Schreibvorgänge</translation>
    </message>
    <message>
        <source>above allowance at most %1 permits</source>
        <translation>über dem Erlaubten höchstens %1 Permits</translation>
    </message>
    <message>
        <source>completed / offered at least %1 %</source>
        <translation>erledigt / angeboten mindestens %1 %</translation>
    </message>
    <message>
        <source>completed at least %1/s</source>
        <translation>erledigt mindestens %1/s</translation>
    </message>
    <message>
        <source>dropped at most %1/s</source>
        <translation>verworfen höchstens %1/s</translation>
    </message>
    <message>
        <source>failures at least %1 %</source>
        <translation>Fehler mindestens %1 %</translation>
    </message>
    <message>
        <source>last shutdown at least %1 ms and at most %2 ms</source>
        <translation>letztes Herunterfahren mindestens %1 ms und höchstens %2 ms</translation>
    </message>
    <message>
        <source>makespan over best at most %1 x</source>
        <translation>Gesamtdauer zu Bestwert höchstens %1 x</translation>
    </message>
    <message>
        <source>offered at least %1/s</source>
        <translation>angeboten mindestens %1/s</translation>
    </message>
    <message>
        <source>p99 at most %1 ms</source>
        <translation>p99 höchstens %1 ms</translation>
    </message>
    <message>
        <source>p99 with %1 in flight</source>
        <translation>p99 mit %1 unterwegs</translation>
    </message>
    <message>
        <source>p99 with batches of %1</source>
        <translation>p99 mit Stapeln von %1</translation>
    </message>
    <message>
        <source>p99 with the leaky bucket</source>
        <translation>p99 mit dem Leaky-Bucket</translation>
    </message>
    <message>
        <source>p99 with the token bucket</source>
        <translation>p99 mit dem Token-Bucket</translation>
    </message>
    <message>
        <source>queue at most %1 items</source>
        <translation>Warteschlange höchstens %1 Elem.</translation>
    </message>
    <message>
        <source>reads at least %1/s</source>
        <translation>gelesen mindestens %1/s</translation>
    </message>
    <message>
        <source>rejected at least %1/s</source>
        <translation>abgewiesen mindestens %1/s</translation>
    </message>
    <message>
        <source>speed-up at least %1 x</source>
        <translation>Speedup mindestens %1 x</translation>
    </message>
    <message>
        <source>timed out at most %1/s</source>
        <translation>Timeout höchstens %1/s</translation>
    </message>
    <message>
        <source>writes at least %1/s</source>
        <translation>geschrieben mindestens %1/s</translation>
    </message>
    <message>
        <source>Window, calls or s</source>
        <translation>Fenster, Aufrufe oder s</translation>
    </message>
    <message>
        <source>A box a call: memory is allocated and freed for nothing but to hold a handle.</source>
        <translation>Eine Box je Aufruf: Speicher wird für nichts belegt und freigegeben, als einen Griff zu halten.</translation>
    </message>
    <message>
        <source>A caller&apos;s timeout counts as nothing, so a service that hangs never opens it.</source>
        <translation>Das Zeitlimit eines Aufrufers zählt als nichts; ein Dienst, der hängt, öffnet ihn also nie.</translation>
    </message>
    <message>
        <source>A failure throws at the caller, who goes on, while the children behind it in the list run on, detached: they outlive the join, and use workers for values that nobody will take.</source>
        <translation>Ein Fehler wird dem Aufrufer zugeworfen, der weitermacht, während die Kinder dahinter in der Liste losgelöst weiterlaufen: Sie überleben den Join und brauchen Worker für Werte, die niemand nehmen wird.</translation>
    </message>
    <message>
        <source>A job that throws ends its worker. What waits in its queue is lost, and what is handed out to it later.</source>
        <translation>Ein Auftrag, der wirft, beendet seinen Worker. Was in dessen Warteschlange wartet, ist verloren, und ebenso, was ihm später ausgegeben wird.</translation>
    </message>
    <message>
        <source>A stage that throws ends its output as if the input had ended. The run ends normally, nobody hears of a failure; the item in the stage and all that wait behind it are lost, and what comes later is refused.</source>
        <translation>Eine Stufe, die wirft, beendet ihre Ausgabe, als wäre die Eingabe zu Ende. Der Lauf endet normal, niemand erfährt von einem Fehler; das Element in der Stufe und alle, die dahinter warten, sind verloren, und was später kommt, wird abgewiesen.</translation>
    </message>
    <message>
        <source>A worker whose queue is empty does nothing, however much waits in the others&apos; queues.</source>
        <translation>Ein Worker, dessen Warteschlange leer ist, tut nichts, wie viel auch in den Warteschlangen der anderen wartet.</translation>
    </message>
    <message>
        <source>All operations take turns inside one task: nothing runs in parallel, and while one computes none of the others goes on, not even one whose wait is over.</source>
        <translation>Alle Operationen wechseln sich in einem Task ab: Nichts läuft parallel, und während eine rechnet, geht keine andere weiter, nicht einmal eine, deren Warten vorbei ist.</translation>
    </message>
    <message>
        <source>An increment is a get followed by a set, and the lock is free in between: another task&apos;s write there is undone, and its update lost.</source>
        <translation>Ein Erhöhen ist ein Get und danach ein Set, und dazwischen ist das Schloss frei: Was ein anderer Task dort schreibt, wird ungeschehen gemacht, und seine Änderung ist verloren.</translation>
    </message>
    <message>
        <source>At most %1 at once is not refused: nothing ever begins, and the call never ends.</source>
        <translation>Höchstens %1 zugleich wird nicht abgelehnt: Nichts beginnt je, und der Aufruf endet nie.</translation>
    </message>
    <message>
        <source>Dropping the coordinator leaves the tasks running, and nobody can tell them to stop any more.</source>
        <translation>Wird der Koordinator fallen gelassen, laufen die Tasks weiter, und niemand kann ihnen mehr sagen, dass sie anhalten sollen.</translation>
    </message>
    <message>
        <source>Failures are swallowed: whoever shuts down is told of none, and the cleanup that was to follow is left out.</source>
        <translation>Fehler werden verschluckt: Wer herunterfährt, erfährt von keinem, und das Aufräumen, das folgen sollte, fällt aus.</translation>
    </message>
    <message>
        <source>Half-open admits every caller.</source>
        <translation>Halboffen lässt jeden Aufrufer ein.</translation>
    </message>
    <message>
        <source>Half-open has no deadline: a probe that hangs leaves the breaker half-open.</source>
        <translation>Halboffen hat keine Frist: Eine Probe, die hängt, lässt den Breaker halboffen.</translation>
    </message>
    <message>
        <source>Handles are never reaped: what has ended keeps its frame until the end of all.</source>
        <translation>Griffe werden nie eingesammelt: Was geendet hat, behält seinen Rahmen bis zum Ende aller.</translation>
    </message>
    <message>
        <source>Jobs are handed out one after the other: while one queue is full nobody gets anything, and workers whose queues have run empty wait beside it.</source>
        <translation>Aufträge werden einer nach dem anderen ausgegeben: Während eine Warteschlange voll ist, bekommt niemand etwas, und Worker, deren Warteschlangen leer geworden sind, warten daneben.</translation>
    </message>
    <message>
        <source>Look and act are not one step: two callers act on the same look, increments get lost, a finished half-open is entered again, and the breaker closes straight from open.</source>
        <translation>Sehen und Handeln sind nicht ein Schritt: Zwei Aufrufer handeln nach demselben Blick, Zählungen gehen verloren, ein beendetes Halboffen wird noch einmal betreten, und der Breaker schließt geradewegs aus offen.</translation>
    </message>
    <message>
        <source>No generation: a late success while open erases the count and the time of the last failure, and without that time it never tries again (stuck), until an equally late failure sets one; a late failure prolongs the open period.</source>
        <translation>Keine Generation: Ein später Erfolg löscht bei offenem Breaker die Zählung und die Zeit des letzten Fehlers, und ohne diese Zeit versucht er es nie wieder (er steckt fest), bis ein ebenso später Fehler eine setzt; ein später Fehler verlängert die Zeit, in der er offen ist.</translation>
    </message>
    <message>
        <source>Nothing can be submitted after the start: run() is given all there will ever be.</source>
        <translation>Nach dem Start kann nichts mehr eingereicht werden: run() bekommt alles, was es je geben wird.</translation>
    </message>
    <message>
        <source>Nothing can stand between a caller and a service. A caller that wants a time limit, a bound on what is in flight, or a second attempt finds no place for it: a service that hangs keeps its caller for as long as it likes, and all callers are inside at once.</source>
        <translation>Nichts kann zwischen einem Aufrufer und einem Dienst stehen. Wer ein Zeitlimit, eine Grenze für das, was unterwegs ist, oder einen zweiten Versuch will, findet keinen Platz dafür: Ein Dienst, der hängt, hält seinen Aufrufer, solange er mag, und alle Aufrufer sind zugleich darin.</translation>
    </message>
    <message>
        <source>Only failures in a row count: any number of failures with a success in every `consecutive` calls never opens it.</source>
        <translation>Nur Fehler in Folge zählen: Beliebig viele Fehler mit einem Erfolg in je `consecutive` Aufrufen öffnen ihn nie.</translation>
    </message>
    <message>
        <source>Permits come back all at once: those left at the end of a period and those of the next go out together, up to twice the rate around the boundary.</source>
        <translation>Permits kommen alle auf einmal zurück: Die am Ende eines Zeitraums übrigen und die des nächsten gehen zusammen hinaus, bis zum Doppelten der Rate um die Grenze herum.</translation>
    </message>
    <message>
        <source>Permits come due together, at the tick: between ticks callers wait although the rate would allow them to go on.</source>
        <translation>Permits werden zusammen fällig, beim Tick: Zwischen Ticks warten Aufrufer, obwohl die Rate sie weitergehen ließe.</translation>
    </message>
    <message>
        <source>Results are handed over when all are there, so an operation that throws takes them all with it, and the operations that were begun.</source>
        <translation>Ergebnisse werden übergeben, wenn alle da sind; eine Operation, die wirft, nimmt daher alle mit sich, und ebenso die Operationen, die begonnen waren.</translation>
    </message>
    <message>
        <source>Results come in the order in which the operations ended, and nothing says which item one belongs to.</source>
        <translation>Ergebnisse kommen in der Reihenfolge, in der die Operationen endeten, und nichts sagt, zu welchem Element eines gehört.</translation>
    </message>
    <message>
        <source>The background task never ends: whoever waits for the tasks of its group waits for ever.</source>
        <translation>Der Task im Hintergrund endet nie: Wer auf die Tasks seiner Gruppe wartet, wartet ewig.</translation>
    </message>
    <message>
        <source>The race cuts a task at whatever await it has come to, in the middle of its work or of its cleanup; nothing is drained, and the cleanup of what is cut does not run to its end, or at all.</source>
        <translation>Das Rennen bricht einen Task an dem Await ab, zu dem er gerade gekommen ist, mitten in seiner Arbeit oder in seinem Aufräumen; nichts läuft aus, und das Aufräumen dessen, was abgebrochen ist, läuft nicht zu Ende oder gar nicht.</translation>
    </message>
    <message>
        <source>The refill ticks first at once, and not after a period: what was taken before that tick comes back for free.</source>
        <translation>Das Auffüllen tickt zuerst sofort und nicht nach einem Zeitraum: Was vor diesem Tick genommen wurde, kommt umsonst zurück.</translation>
    </message>
    <message>
        <source>The timer runs free: it ticks every `linger` whether or not anything waits. An item that comes just before a tick leaves at once and alone.</source>
        <translation>Der Zeitgeber läuft frei: Er tickt alle `linger`, ob etwas wartet oder nicht. Ein Element, das kurz vor einem Tick kommt, fährt sofort und allein ab.</translation>
    </message>
    <message>
        <source>The whole chain runs in one task: an item goes through every stage before the next one enters the first, so throughput is %1 / (sum of the stages) instead of %2 / (the slowest), and items wait while every other stage idles.</source>
        <translation>Die ganze Kette läuft in einem Task: Ein Element geht durch jede Stufe, bevor das nächste in die erste kommt. Der Durchsatz ist daher %1 / (Summe der Stufen) statt %2 / (die langsamste), und Elemente warten, während alle anderen Stufen müßig sind.</translation>
    </message>
    <message>
        <source>Their handles are gone with the caller&apos;s frame, and so are their outcomes: values are dropped and failures reach nobody who asked.</source>
        <translation>Ihre Griffe sind mit dem Rahmen des Aufrufers verschwunden und mit ihnen ihre Ergebnisse: Werte fallen weg, und Fehler erreichen niemanden, der gefragt hat.</translation>
    </message>
    <message>
        <source>There is no deadline: a task whose author forgot the race is awaited for as long as it likes.</source>
        <translation>Es gibt keine Frist: Auf einen Task, dessen Autor das Rennen vergaß, wird gewartet, solange er mag.</translation>
    </message>
    <message>
        <source>They compute on the async workers: everything else there stalls meanwhile, be it only a timer to be answered.</source>
        <translation>Sie rechnen auf den asynchronen Workern: Alles andere dort stockt solange, und sei es nur ein Zeitgeber, der zu beantworten ist.</translation>
    </message>
    <message>
        <source>Ticks that fell due meanwhile wait in the mailbox between the items; afterwards each cuts the few items before it into a tiny batch.</source>
        <translation>Ticks, die inzwischen fällig wurden, warten im Briefkasten zwischen den Elementen; danach schneidet jeder die wenigen Elemente vor ihm zu einem winzigen Stapel ab.</translation>
    </message>
    <message>
        <source>Ticks that were missed are made up for in a burst: after a stall of k periods up to k times as many go out.</source>
        <translation>Verpasste Ticks werden auf einen Schlag nachgeholt: Nach einem Stocken von k Zeiträumen gehen bis zu k-mal so viele hinaus.</translation>
    </message>
    <message>
        <source>Unwrapping goes by the list, not by time. A failure is noticed when all children before it have ended, so until then it stops nobody, and the failure that comes out is the first of the list, not the first that happened.</source>
        <translation>Ausgepackt wird nach der Liste, nicht nach der Zeit. Ein Fehler wird bemerkt, wenn alle Kinder davor geendet haben; bis dahin hält er also niemanden an, und der Fehler, der herauskommt, ist der erste der Liste, nicht der erste, der geschah.</translation>
    </message>
    <message>
        <source>What the handler throws ends the loop. Nobody hears of it: items that were accepted, and are not of that batch, are lost, and every later one is rejected.</source>
        <translation>Was der Bearbeiter wirft, beendet die Schleife. Niemand erfährt davon: Elemente, die angenommen waren und nicht zu diesem Stapel gehören, sind verloren, und jedes spätere wird abgewiesen.</translation>
    </message>
    <message>
        <source>What the service throws comes out at the caller: a call that fails has no reply.</source>
        <translation>Was der Dienst wirft, kommt beim Aufrufer heraus: Ein Aufruf, der scheitert, hat keine Antwort.</translation>
    </message>
    <message>
        <source>While a batch is being handled the loop takes nothing in: items wait in the mailbox, until it is full and they are rejected, and no second batch leaves, whatever the handler could bear.</source>
        <translation>Während ein Stapel bearbeitet wird, nimmt die Schleife nichts an: Elemente warten im Briefkasten, bis er voll ist und sie abgewiesen werden, und kein zweiter Stapel fährt ab, was immer der Bearbeiter verkraften könnte.</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Verzeichnis</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Auf dem Gerät ist kein Platz mehr</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Verzeichnis nicht gefunden</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Ist kein Verzeichnis</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist nur lesbar</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>Ressource vorübergehend nicht verfügbar</translation>
    </message>
    <message>
        <source>acts by restart only and cannot change during a run</source>
        <translation>wirkt nur durch Neustart und kann sich während eines Laufs nicht ändern</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>cannot be read to its end</source>
        <translation>kann nicht bis zum Ende gelesen werden</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>cannot start worker %1 of %2</source>
        <translation>Worker %1 von %2 kann nicht gestartet werden</translation>
    </message>
    <message>
        <source>expected %1, the version of the format</source>
        <translation>erwartet: %1, die Version des Formats</translation>
    </message>
    <message>
        <source>expected a lab (fan-out, pipeline, rate-limiter, join, shutdown, service, shared-state, work-stealing, circuit-breaker, batching)</source>
        <translation>erwartet: ein Labor (fan-out, pipeline, rate-limiter, join, shutdown, service, shared-state, work-stealing, circuit-breaker, batching)</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2</source>
        <translation>erwartet: eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 %</source>
        <translation>erwartet: eine Zahl von %1 bis %2 %</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 /s</source>
        <translation>erwartet: eine Zahl von %1 bis %2 /s</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 ms</source>
        <translation>erwartet: eine Zahl von %1 bis %2 ms</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 permits</source>
        <translation>erwartet: eine Zahl von %1 bis %2 Permits</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 s</source>
        <translation>erwartet: eine Zahl von %1 bis %2 s</translation>
    </message>
    <message>
        <source>expected a number from %1 to %2 x</source>
        <translation>erwartet: eine Zahl von %1 bis %2 x</translation>
    </message>
    <message>
        <source>expected a parameter id</source>
        <translation>erwartet: die Kennung eines Parameters</translation>
    </message>
    <message>
        <source>expected a parameter of batching</source>
        <translation>erwartet: ein Parameter von batching</translation>
    </message>
    <message>
        <source>expected a parameter of circuit-breaker</source>
        <translation>erwartet: ein Parameter von circuit-breaker</translation>
    </message>
    <message>
        <source>expected a parameter of fan-out</source>
        <translation>erwartet: ein Parameter von fan-out</translation>
    </message>
    <message>
        <source>expected a parameter of join</source>
        <translation>erwartet: ein Parameter von join</translation>
    </message>
    <message>
        <source>expected a parameter of pipeline</source>
        <translation>erwartet: ein Parameter von pipeline</translation>
    </message>
    <message>
        <source>expected a parameter of rate-limiter</source>
        <translation>erwartet: ein Parameter von rate-limiter</translation>
    </message>
    <message>
        <source>expected a parameter of service</source>
        <translation>erwartet: ein Parameter von service</translation>
    </message>
    <message>
        <source>expected a parameter of shared-state</source>
        <translation>erwartet: ein Parameter von shared-state</translation>
    </message>
    <message>
        <source>expected a parameter of shutdown</source>
        <translation>erwartet: ein Parameter von shutdown</translation>
    </message>
    <message>
        <source>expected a parameter of work-stealing</source>
        <translation>erwartet: ein Parameter von work-stealing</translation>
    </message>
    <message>
        <source>expected a time from %1 to %2 s</source>
        <translation>erwartet: eine Zeit von %1 bis %2 s</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2 calls</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2 Aufrufe</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2 items</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2 Elemente</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2 levels</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2 Ebenen</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2 permits</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2 Permits</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2 tasks</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2 Tasks</translation>
    </message>
    <message>
        <source>expected a whole number from %1 to %2^64 - %3</source>
        <translation>erwartet: eine ganze Zahl von %1 bis %2^64 - %3</translation>
    </message>
    <message>
        <source>expected an array</source>
        <translation>erwartet: ein Array</translation>
    </message>
    <message>
        <source>expected an experiment file of at most %1 MiB</source>
        <translation>erwartet: eine Experimentdatei von höchstens %1 MiB</translation>
    </message>
    <message>
        <source>expected an experiment file, found a directory</source>
        <translation>erwartet: eine Experimentdatei, gefunden: ein Verzeichnis</translation>
    </message>
    <message>
        <source>expected an experiment, an object with weir and lab</source>
        <translation>erwartet: ein Experiment, ein Objekt mit weir und lab</translation>
    </message>
    <message>
        <source>expected an object of parameter ids</source>
        <translation>erwartet: ein Objekt mit Kennungen von Parametern</translation>
    </message>
    <message>
        <source>expected an object with at_s, parameter and value</source>
        <translation>erwartet: ein Objekt mit at_s, parameter und value</translation>
    </message>
    <message>
        <source>expected at_s, parameter, value</source>
        <translation>erwartet: at_s, parameter, value</translation>
    </message>
    <message>
        <source>expected on or off</source>
        <translation>erwartet: on oder off</translation>
    </message>
    <message>
        <source>expected one of all, %1, %2, %3</source>
        <translation>erwartet: eins von all, %1, %2, %3</translation>
    </message>
    <message>
        <source>expected one of async_workers, blocking_pool</source>
        <translation>erwartet: eins von async_workers, blocking_pool</translation>
    </message>
    <message>
        <source>expected one of automatic, forced_open, disabled, metrics_only</source>
        <translation>erwartet: eins von automatic, forced_open, disabled, metrics_only</translation>
    </message>
    <message>
        <source>expected one of batch, open</source>
        <translation>erwartet: eins von batch, open</translation>
    </message>
    <message>
        <source>expected one of constant, poisson, bursts, closed</source>
        <translation>erwartet: eins von constant, poisson, bursts, closed</translation>
    </message>
    <message>
        <source>expected one of constant, uniform, exponential, lognormal, pareto</source>
        <translation>erwartet: eins von constant, uniform, exponential, lognormal, pareto</translation>
    </message>
    <message>
        <source>expected one of count, time</source>
        <translation>erwartet: eins von count, time</translation>
    </message>
    <message>
        <source>expected one of fail_batch, split</source>
        <translation>erwartet: eins von fail_batch, split</translation>
    </message>
    <message>
        <source>expected one of fail_fast, collect_all</source>
        <translation>erwartet: eins von fail_fast, collect_all</translation>
    </message>
    <message>
        <source>expected one of get_set, atomic</source>
        <translation>erwartet: eins von get_set, atomic</translation>
    </message>
    <message>
        <source>expected one of input, completion</source>
        <translation>erwartet: eins von input, completion</translation>
    </message>
    <message>
        <source>expected one of io, cpu</source>
        <translation>erwartet: eins von io, cpu</translation>
    </message>
    <message>
        <source>expected one of join, try_join, collect</source>
        <translation>erwartet: eins von join, try_join, collect</translation>
    </message>
    <message>
        <source>expected one of mutex, rw_lock, sharded, actor, snapshot</source>
        <translation>erwartet: eins von mutex, rw_lock, sharded, actor, snapshot</translation>
    </message>
    <message>
        <source>expected one of none, rate_limit, concurrency, timeout, retry, breaker, hedge</source>
        <translation>erwartet: eins von none, rate_limit, concurrency, timeout, retry, breaker, hedge</translation>
    </message>
    <message>
        <source>expected one of off, on</source>
        <translation>erwartet: eins von off, on</translation>
    </message>
    <message>
        <source>expected one of one, half</source>
        <translation>erwartet: eins von one, half</translation>
    </message>
    <message>
        <source>expected one of static, virtual, type_erased</source>
        <translation>erwartet: eins von static, virtual, type_erased</translation>
    </message>
    <message>
        <source>expected one of steady, fast, flaky, slow</source>
        <translation>erwartet: eins von steady, fast, flaky, slow</translation>
    </message>
    <message>
        <source>expected one of stealing, central</source>
        <translation>erwartet: eins von stealing, central</translation>
    </message>
    <message>
        <source>expected one of textbook, production</source>
        <translation>erwartet: eins von textbook, production</translation>
    </message>
    <message>
        <source>expected one of token_bucket, leaky_bucket, fixed_window, sliding_window</source>
        <translation>erwartet: eins von token_bucket, leaky_bucket, fixed_window, sliding_window</translation>
    </message>
    <message>
        <source>expected one of wait, drop</source>
        <translation>erwartet: eins von wait, drop</translation>
    </message>
    <message>
        <source>expected one of wait, reject</source>
        <translation>erwartet: eins von wait, reject</translation>
    </message>
    <message>
        <source>expected seconds</source>
        <translation>erwartet: Sekunden</translation>
    </message>
    <message>
        <source>expected seconds above %1, at most %2</source>
        <translation>erwartet: mehr als %1 Sekunden, höchstens %2</translation>
    </message>
    <message>
        <source>expected the id of a lab</source>
        <translation>erwartet: die Kennung eines Labors</translation>
    </message>
    <message>
        <source>expected threads or virtual</source>
        <translation>erwartet: threads oder virtual</translation>
    </message>
    <message>
        <source>expected weir, lab, engine, seed, duration_s, parameters, changes</source>
        <translation>erwartet: weir, lab, engine, seed, duration_s, parameters, changes</translation>
    </message>
    <message>
        <source>expected well-formed JSON</source>
        <translation>erwartet: wohlgeformtes JSON</translation>
    </message>
    <message>
        <source>got %1</source>
        <translation>erhalten: %1</translation>
    </message>
    <message>
        <source>got &apos;%1&apos;</source>
        <translation>erhalten: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>got &apos;%1&apos; (did you mean &apos;%2&apos;?)</source>
        <translation>erhalten: &apos;%1&apos; (war &apos;%2&apos; gemeint?)</translation>
    </message>
    <message>
        <source>got an array</source>
        <translation>erhalten: ein Array</translation>
    </message>
    <message>
        <source>got an object</source>
        <translation>erhalten: ein Objekt</translation>
    </message>
    <message>
        <source>got text &apos;%1&apos;</source>
        <translation>erhalten: Text &apos;%1&apos;</translation>
    </message>
    <message>
        <source>key &apos;%1&apos; given twice</source>
        <translation>Schlüssel &apos;%1&apos; steht zweimal da</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>there is a byte %1 in it</source>
        <translation>ein Byte %1 steht darin</translation>
    </message>
    <message>
        <source>unknown key &apos;%1&apos;</source>
        <translation>unbekannter Schlüssel &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown key &apos;%1&apos; (did you mean &apos;%2&apos;?)</source>
        <translation>unbekannter Schlüssel &apos;%1&apos; (war &apos;%2&apos; gemeint?)</translation>
    </message>
</context>
<context>
    <name>weir::ui::CodeSide</name>
    <message>
        <source>File of the code: %1</source>
        <translation>Datei des Codes: %1</translation>
    </message>
    <message>
        <source>The files this form is made of</source>
        <translation>Die Dateien, aus denen diese Form besteht</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Code: %1</translation>
    </message>
    <message>
        <source>%1 – running</source>
        <translation>%1 – läuft</translation>
    </message>
    <message>
        <source>The code of this form as it is compiled into this program. Lines of the textbook form that go wrong are marked; the pointer on one tells how.</source>
        <translation>Der Code dieser Form, wie er in dieses Programm übersetzt ist. Zeilen der Lehrbuchform, die fehlgehen, sind markiert; der Zeiger darauf sagt, wie.</translation>
    </message>
</context>
<context>
    <name>weir::ui::CodeView</name>
    <message>
        <source>Defect %1: %2</source>
        <translation>Mangel %1: %2</translation>
    </message>
</context>
<context>
    <name>weir::ui::ControlPanel</name>
    <message>
        <source>Reset parameters</source>
        <translation>Parameter zurücksetzen</translation>
    </message>
    <message>
        <source>Sets every parameter to its default. The run goes on.</source>
        <translation>Setzt jeden Parameter auf seinen Vorgabewert. Der Lauf geht weiter.</translation>
    </message>
    <message>
        <source>is on</source>
        <translation>ist an</translation>
    </message>
</context>
<context>
    <name>weir::ui::CurveCanvas</name>
    <message>
        <source>Prediction of %1 over time</source>
        <translation>Vorhersage über die Zeit: %1</translation>
    </message>
    <message>
        <source>At %1 s: %2</source>
        <translation>Bei %L1 s: %2</translation>
    </message>
    <message>
        <source>, measured %1</source>
        <translation>, gemessen %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%L1 s</translation>
    </message>
    <message>
        <source>Draw here how it will go</source>
        <translation>Hier zeichnen, wie es verlaufen wird</translation>
    </message>
    <message>
        <source>Prediction over time</source>
        <translation>Vorhersage über der Zeit</translation>
    </message>
</context>
<context>
    <name>weir::ui::Diagram</name>
    <message>
        <source>Diagram: %1</source>
        <translation>Diagramm: %1</translation>
    </message>
    <message>
        <source>
A dot is an item on its way. A click on an item or a part tells what it is; the right button, or Shift+F10, has what can be done there.</source>
        <translation>
Ein Punkt ist ein Element auf seinem Weg. Ein Klick auf ein Element oder Teil sagt, was es ist; die rechte Taste oder Umschalt+F10 bietet, was dort zu tun ist.</translation>
    </message>
</context>
<context>
    <name>weir::ui::Drawer</name>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Textbook</source>
        <translation>Lehrbuch</translation>
    </message>
    <message>
        <source>Explanation of the lab</source>
        <translation>Erklärung des Labors</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Lessons, explanation and code</source>
        <translation>Lektionen, Erklärung und Code</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (F8)</source>
        <translation>Schließen (F8)</translation>
    </message>
    <message>
        <source>The drawer: a lesson, what the pattern is for, and the code that runs.</source>
        <translation>Die Schublade: eine Lektion, wozu das Muster dient, und der Code, der läuft.</translation>
    </message>
    <message>
        <source>What the pattern is for, what to watch and what breaks it.</source>
        <translation>Wozu das Muster dient, worauf zu achten ist und woran es scheitert.</translation>
    </message>
    <message>
        <source>Lesson, explanation or code</source>
        <translation>Lektion, Erklärung oder Code</translation>
    </message>
    <message>
        <source>Which of the drawer&apos;s pages is shown. F8 opens and closes the drawer.</source>
        <translation>Welche Seite der Schublade gezeigt wird. F8 öffnet und schließt sie.</translation>
    </message>
</context>
<context>
    <name>weir::ui::HintLine</name>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Space pauses  ·  drag a knob, it acts at once  ·  F8 opens lessons and code</source>
        <translation>Leertaste hält an  ·  ein Regler wirkt sofort  ·  F8 öffnet Lektionen und Code</translation>
    </message>
    <message>
        <source>Dismiss the hint</source>
        <translation>Hinweis schließen</translation>
    </message>
    <message>
        <source>Dismiss the hint (Esc)</source>
        <translation>Hinweis schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>weir::ui::LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Lesson of this lab</source>
        <translation>Lektion dieses Labors</translation>
    </message>
    <message>
        <source>How long the goal has held</source>
        <translation>Wie lange das Ziel schon hält</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Reach the goal</source>
        <translation>Ziel erreichen</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Runs the experiment and measures</source>
        <translation>Führt das Experiment aus und misst</translation>
    </message>
    <message>
        <source>First say what you expect: choose or draw</source>
        <translation>Erst die Erwartung angeben: wählen oder zeichnen</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>The answer comes at the end of the run</source>
        <translation>Die Antwort kommt am Ende des Laufs</translation>
    </message>
    <message>
        <source>Now by hand</source>
        <translation>Nun von Hand</translation>
    </message>
    <message>
        <source>Reach a goal by changing parameters</source>
        <translation>Durch Ändern von Parametern ein Ziel erreichen</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Starts the run from where the goal is still missed</source>
        <translation>Startet den Lauf dort, wo das Ziel noch verfehlt wird</translation>
    </message>
    <message>
        <source>Something was changed by hand: this run does not answer the question. Run it again.</source>
        <translation>Etwas wurde von Hand geändert: Dieser Lauf beantwortet die Frage nicht. Bitte noch einmal ausführen.</translation>
    </message>
    <message>
        <source>Your curve (dashed) is %1 of the axis away from the measured one, in the mean.</source>
        <translation>Die gezeichnete Kurve (gestrichelt) liegt im Mittel %1 der Achse von der gemessenen entfernt.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>  ✓ measured, as you said</source>
        <translation>  ✓ gemessen, wie vorhergesagt</translation>
    </message>
    <message>
        <source>  ✓ measured</source>
        <translation>  ✓ gemessen</translation>
    </message>
    <message>
        <source>  ✗ not so</source>
        <translation>  ✗ nicht so</translation>
    </message>
    <message>
        <source>What was measured is none of these.</source>
        <translation>Gemessen wurde nichts davon.</translation>
    </message>
    <message>
        <source>for %1 s without a break</source>
        <translation>%L1 s lang ohne Unterbrechung</translation>
    </message>
    <message>
        <source>%1 %2: now %3</source>
        <translation>%1 %2: jetzt %3</translation>
    </message>
    <message>
        <source>Reached: held for %1 s</source>
        <translation>Erreicht: %L1 s lang gehalten</translation>
    </message>
    <message>
        <source>held for %1 of %2 s</source>
        <translation>%L1 von %L2 s gehalten</translation>
    </message>
    <message>
        <source>You have reached the goal.</source>
        <translation>Das Ziel ist erreicht.</translation>
    </message>
    <message>
        <source>A lesson: say what you expect, watch the run, compare it with what was measured, and reach the goal by hand.</source>
        <translation>Eine Lektion: die Erwartung nennen, den Lauf ansehen, mit dem Gemessenen vergleichen und das Ziel von Hand erreichen.</translation>
    </message>
    <message>
        <source>The lessons of this lab. All labs&apos; are in the list on the left and in the menu.</source>
        <translation>Die Lektionen dieses Labors. Die aller Labore stehen links in der Liste und im Menü.</translation>
    </message>
    <message>
        <source>Takes the lesson its next step: the run, the goal, the next lesson.</source>
        <translation>Führt die Lektion einen Schritt weiter: zum Lauf, zum Ziel, zur nächsten Lektion.</translation>
    </message>
    <message>
        <source>Draw here with the mouse how it will go, or with the arrow keys: Left and Right move in time, Up and Down change the value.</source>
        <translation>Hier mit der Maus zeichnen, wie es gehen wird, oder mit den Pfeiltasten: links und rechts durch die Zeit, auf und ab für den Wert.</translation>
    </message>
</context>
<context>
    <name>weir::ui::ParameterRow</name>
    <message>
        <source>
↻ Acts by starting the run anew.</source>
        <translation>
↻ Wirkt, indem der Lauf von vorn beginnt.</translation>
    </message>
    <message>
        <source>
Double-click the label for the default.</source>
        <translation>
Doppelklick auf die Beschriftung setzt den Vorgabewert.</translation>
    </message>
    <message>
        <source>%1, slider</source>
        <translation>%1, Schieberegler</translation>
    </message>
</context>
<context>
    <name>weir::ui::PlotBoard</name>
    <message>
        <source>▸ Follow</source>
        <translation>▸ Folgen</translation>
    </message>
    <message>
        <source>Back to the live end (End)</source>
        <translation>Zurück ans laufende Ende (Ende)</translation>
    </message>
    <message>
        <source>Follow the live end</source>
        <translation>Dem laufenden Ende folgen</translation>
    </message>
</context>
<context>
    <name>weir::ui::RunBar</name>
    <message>
        <source>❚❚ Pause</source>
        <translation>❚❚ Pause</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Run or pause (Space)</source>
        <translation>Starten oder anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>▸❙ Step</source>
        <translation>▸❙ Schritt</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>In virtual time, when paused: to the next event (.)</source>
        <translation>In virtueller Zeit, wenn angehalten: bis zum nächsten Ereignis (.)</translation>
    </message>
    <message>
        <source>⟲ Reset</source>
        <translation>⟲ Neu</translation>
    </message>
    <message>
        <source>Reset run</source>
        <translation>Lauf von vorn</translation>
    </message>
    <message>
        <source>Starts the run anew with the same parameters and seed (R)</source>
        <translation>Beginnt den Lauf von vorn, mit denselben Parametern und demselben Seed (R)</translation>
    </message>
    <message>
        <source>Threads · live</source>
        <translation>Threads · live</translation>
    </message>
    <message>
        <source>Engine: threads, live</source>
        <translation>Antrieb: Threads, live</translation>
    </message>
    <message>
        <source>Runs on real threads, in real time. Switching starts the run anew.</source>
        <translation>Läuft auf echten Threads, in Echtzeit. Ein Wechsel beginnt den Lauf von vorn.</translation>
    </message>
    <message>
        <source>Virtual time</source>
        <translation>Virtuelle Zeit</translation>
    </message>
    <message>
        <source>Engine: virtual time</source>
        <translation>Antrieb: virtuelle Zeit</translation>
    </message>
    <message>
        <source>Runs in virtual time: repeatable to the last event, to be paused, stepped and sped up.</source>
        <translation>Läuft in virtueller Zeit: bis zum letzten Ereignis wiederholbar, lässt sich anhalten, schrittweise ausführen und beschleunigen.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed of virtual time</source>
        <translation>Tempo der virtuellen Zeit</translation>
    </message>
    <message>
        <source>Virtual seconds a real second</source>
        <translation>Virtuelle Sekunden je wirklicher Sekunde</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Equal seeds face equal load: a whole number from 0 to 2^64 − 1. A change starts the run anew.</source>
        <translation>Gleiche Seeds treffen auf gleiche Last: eine ganze Zahl von 0 bis 2^64 − 1. Eine Änderung beginnt den Lauf von vorn.</translation>
    </message>
    <message>
        <source>▶ Run</source>
        <translation>▶ Start</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>◐ Compare</source>
        <translation>◐ Vergleich</translation>
    </message>
    <message>
        <source>Compare variants</source>
        <translation>Varianten vergleichen</translation>
    </message>
    <message>
        <source>Runs textbook and production beside each other on the same load (C). Both begin anew.</source>
        <translation>Lässt Lehrbuch und Produktion nebeneinander auf derselben Last laufen (C). Beide beginnen von vorn.</translation>
    </message>
    <message>
        <source>How fast virtual time runs: so many virtual seconds a real second, from 0.1 to 100.</source>
        <translation>Wie schnell die virtuelle Zeit läuft: so viele virtuelle Sekunden je wirkliche Sekunde, von 0,1 bis 100.</translation>
    </message>
</context>
<context>
    <name>weir::ui::StatusBar</name>
    <message>
        <source>t = %1</source>
        <translation>t = %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%L1 s</translation>
    </message>
    <message>
        <source>Completed %1</source>
        <translation>Erledigt %1</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1 /s</translation>
    </message>
    <message>
        <source>p99 %1</source>
        <translation>p99 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%L1 ms</translation>
    </message>
    <message>
        <source>In flight %1</source>
        <translation>Unterwegs %1</translation>
    </message>
    <message>
        <source>offered = fates + in flight %1</source>
        <translation>angeboten = beendet + unterwegs %1</translation>
    </message>
    <message>
        <source>offered ≠ fates + in flight</source>
        <translation>angeboten ≠ beendet + unterwegs</translation>
    </message>
    <message>
        <source>Little&apos;s law L = λW %1</source>
        <translation>Littles Gesetz L = λW %1</translation>
    </message>
    <message>
        <source>%1 ≈ %2 (%3 %)</source>
        <translation>%L1 ≈ %L2 (%L3 %)</translation>
    </message>
    <message>
        <source>Little&apos;s law after 10 s</source>
        <translation>Littles Gesetz nach 10 s</translation>
    </message>
    <message>
        <source>unobserved failures: %1</source>
        <translation>unbemerkte Fehler: %1</translation>
    </message>
    <message>
        <source>%1 samples dropped</source>
        <translation>%1 Messpunkte verworfen</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 B/s</translation>
    </message>
    <message>
        <source>1 worker</source>
        <translation>1 Worker</translation>
    </message>
    <message>
        <source>%1 workers</source>
        <translation>%1 Worker</translation>
    </message>
    <message>
        <source>The run in figures: engine time, what completes each second, the 99th percentile of the latency, items in flight, whether every item offered is accounted for, and Little&apos;s law over the last ten seconds. Rates and the percentile are those of the last second.</source>
        <translation>Der Lauf in Zahlen: Zeit der Engine, je Sekunde Abgeschlossenes, das 99. Perzentil der Latenz, Elemente in Arbeit, ob jedes angebotene Element verbucht ist, und Littles Gesetz über die letzten zehn Sekunden. Raten und Perzentil sind die der letzten Sekunde.</translation>
    </message>
    <message>
        <source>The run in figures</source>
        <translation>Der Lauf in Zahlen</translation>
    </message>
    <message>
        <source>The program in figures</source>
        <translation>Das Programm in Zahlen</translation>
    </message>
</context>
<context>
    <name>weir::ui::TimePlot</name>
    <message>
        <source>Plot: %1</source>
        <translation>Kurven: %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%L1 s</translation>
    </message>
    <message>
        <source>Export as %1…</source>
        <translation>Als %1 exportieren …</translation>
    </message>
    <message>
        <source>Export plot</source>
        <translation>Kurven exportieren</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>%1 geschrieben</translation>
    </message>
    <message>
        <source>Cannot write &apos;%1&apos;: expected a file name that can be written</source>
        <translation>„%1“ lässt sich nicht schreiben: erwartet wird ein Dateiname, der sich schreiben lässt</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation>%1, in %2</translation>
    </message>
    <message>
        <source>%1: shows or hides this series</source>
        <translation>%1: zeigt oder verbirgt diese Reihe</translation>
    </message>
    <message>
        <source>Left and Right move in time, Enter shows this plot alone, Shift+F10 chooses its series or exports it</source>
        <translation>Links und Rechts gehen durch die Zeit, Enter zeigt dieses Diagramm allein, Umschalt+F10 wählt seine Reihen oder exportiert es</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>&amp;Reihen</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>a rate over the last second</source>
        <translation>eine Rate über die letzte Sekunde</translation>
    </message>
    <message>
        <source>a percentile of the last second</source>
        <translation>ein Perzentil der letzten Sekunde</translation>
    </message>
    <message>
        <source>a level</source>
        <translation>ein Stand</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2, in %3</source>
        <translation>%1: %2, in %3</translation>
    </message>
    <message>
        <source>%1 over time, in seconds.
%2
The legend shows and hides; the right button, or Shift+F10, chooses series and exports.</source>
        <translation>%1 über der Zeit, in Sekunden.
%2
Die Legende zeigt und verbirgt; die rechte Taste oder Umschalt+F10 wählt Reihen und exportiert.</translation>
    </message>
    <message>
        <source>As &amp;designed</source>
        <translation>Wie &amp;vorgesehen</translation>
    </message>
</context>
<context>
    <name>weir::ui::Window</name>
    <message>
        <source>change of %1</source>
        <translation>Änderung von %1</translation>
    </message>
    <message>
        <source>Weir</source>
        <translation>Weir</translation>
    </message>
    <message>
        <source>%1; in virtual time instead</source>
        <translation>%1; stattdessen in virtueller Zeit</translation>
    </message>
    <message>
        <source>reset of all parameters</source>
        <translation>Zurücksetzen aller Parameter</translation>
    </message>
    <message>
        <source>The run has ended: %1</source>
        <translation>Der Lauf ist zu Ende: %1</translation>
    </message>
    <message>
        <source>%1 fps · work p50 %2 ms · p99 %3 ms</source>
        <translation>%L1 Bilder/s · Arbeit p50 %L2 ms · p99 %L3 ms</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open experiment…</source>
        <translation>Experiment &amp;öffnen …</translation>
    </message>
    <message>
        <source>Open experiment</source>
        <translation>Experiment öffnen</translation>
    </message>
    <message>
        <source>Experiments (*.json)</source>
        <translation>Experimente (*.json)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt verwendet</translation>
    </message>
    <message>
        <source>&amp;Save experiment…</source>
        <translation>Experiment &amp;speichern …</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>Experiment speichern</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Reset &amp;parameters</source>
        <translation>&amp;Parameter zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>Run or &amp;pause</source>
        <translation>Starten oder &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Step (virtual time, paused)</source>
        <translation>&amp;Schritt (virtuelle Zeit, angehalten)</translation>
    </message>
    <message>
        <source>&amp;Reset run</source>
        <translation>Lauf von &amp;vorn</translation>
    </message>
    <message>
        <source>&amp;Threads, live</source>
        <translation>&amp;Threads, live</translation>
    </message>
    <message>
        <source>&amp;Virtual time</source>
        <translation>Virtuelle &amp;Zeit</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;Patterns panel</source>
        <translation>&amp;Musterliste</translation>
    </message>
    <message>
        <source>P&amp;arameters panel</source>
        <translation>P&amp;arameterleiste</translation>
    </message>
    <message>
        <source>&amp;Maximise or restore</source>
        <translation>Ma&amp;ximieren oder wiederherstellen</translation>
    </message>
    <message>
        <source>Restore, dismiss</source>
        <translation>Wiederherstellen, schließen</translation>
    </message>
    <message>
        <source>Full &amp;screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Ganzer Lauf</translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation>F&amp;olgen</translation>
    </message>
    <message>
        <source>Frame tim&amp;es</source>
        <translation>&amp;Bildzeiten</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;What&apos;s this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>&amp;About Weir</source>
        <translation>Ü&amp;ber Weir</translation>
    </message>
    <message>
        <source>About Weir</source>
        <translation>Über Weir</translation>
    </message>
    <message>
        <source>&lt;b&gt;Weir&lt;/b&gt;&lt;br&gt;A laboratory for concurrency patterns.&lt;br&gt;&lt;br&gt;Free software under the GNU General Public License, version 3 or later.</source>
        <translation>&lt;b&gt;Weir&lt;/b&gt;&lt;br&gt;Ein Labor für Muster der Nebenläufigkeit.&lt;br&gt;&lt;br&gt;Freie Software unter der GNU General Public License, Version 3 oder später.</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>run or pause</source>
        <translation>starten oder anhalten</translation>
    </message>
    <message>
        <source>.</source>
        <translation>.</translation>
    </message>
    <message>
        <source>step (virtual time, paused)</source>
        <translation>Schritt (virtuelle Zeit, angehalten)</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>reset the run</source>
        <translation>Lauf von vorn</translation>
    </message>
    <message>
        <source>1 … 0</source>
        <translation>1 … 0</translation>
    </message>
    <message>
        <source>choose a lab</source>
        <translation>ein Labor wählen</translation>
    </message>
    <message>
        <source>F</source>
        <translation>F</translation>
    </message>
    <message>
        <source>maximise the plot or diagram</source>
        <translation>Kurven oder Diagramm maximieren</translation>
    </message>
    <message>
        <source>+ −</source>
        <translation>+ −</translation>
    </message>
    <message>
        <source>zoom the time axis</source>
        <translation>die Zeitachse dehnen oder stauchen</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>show the whole run</source>
        <translation>den ganzen Lauf zeigen</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>follow the live end</source>
        <translation>dem laufenden Ende folgen</translation>
    </message>
    <message>
        <source>Ctrl+O, Ctrl+S</source>
        <translation>Strg+O, Strg+S</translation>
    </message>
    <message>
        <source>open, save an experiment</source>
        <translation>ein Experiment öffnen, speichern</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Y</source>
        <translation>Strg+Z, Strg+Y</translation>
    </message>
    <message>
        <source>undo, redo a change</source>
        <translation>eine Änderung rückgängig machen, wiederholen</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>F9, F10</source>
        <translation>F9, F10</translation>
    </message>
    <message>
        <source>patterns, parameters panel</source>
        <translation>Musterliste, Parameterleiste</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>F12</source>
        <translation>F12</translation>
    </message>
    <message>
        <source>frame times</source>
        <translation>Bildzeiten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>restore, dismiss</source>
        <translation>wiederherstellen, schließen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>%1: expected an experiment file, found a pipe or a device</source>
        <translation>%1: erwartet wird eine Experimentdatei, gefunden wurde eine Pipe oder ein Gerät</translation>
    </message>
    <message>
        <source>%1: expected a file on this computer</source>
        <translation>%1: erwartet wird eine Datei auf diesem Rechner</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Patterns</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>PATTERNS</source>
        <translation>MUSTER</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>State of the lab</source>
        <translation>Zustand des Labors</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Why the lab is in this state</source>
        <translation>Warum das Labor in diesem Zustand ist</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>%1 – Weir</source>
        <translation>%1 – Weir</translation>
    </message>
    <message>
        <source>&amp;Compare variants</source>
        <translation>Varianten ver&amp;gleichen</translation>
    </message>
    <message>
        <source>&amp;Lessons, explanation and code</source>
        <translation>&amp;Lektionen, Erklärung und Code</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>L&amp;ektionen</translation>
    </message>
    <message>
        <source>C</source>
        <translation>C</translation>
    </message>
    <message>
        <source>compare textbook and production</source>
        <translation>Lehrbuch und Produktion vergleichen</translation>
    </message>
    <message>
        <source>Lessons, explanation and code</source>
        <translation>Lektionen, Erklärung und Code</translation>
    </message>
    <message>
        <source>Cannot compare: %1</source>
        <translation>Vergleich nicht möglich: %1</translation>
    </message>
    <message>
        <source>┄┄ dashed lines</source>
        <translation>┄┄ gestrichelte Linien</translation>
    </message>
    <message>
        <source>── solid lines</source>
        <translation>── durchgezogene Linien</translation>
    </message>
    <message>
        <source>%1 /s completed</source>
        <translation>%1 /s erledigt</translation>
    </message>
    <message>
        <source>p99 %1 ms</source>
        <translation>p99 %L1 ms</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>question answered</source>
        <translation>Frage beantwortet</translation>
    </message>
    <message>
        <source>goal reached</source>
        <translation>Ziel erreicht</translation>
    </message>
    <message>
        <source>LESSONS</source>
        <translation>LEKTIONEN</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>← ↑ → ↓</source>
        <translation>← ↑ → ↓</translation>
    </message>
    <message>
        <source>Menu of &amp;what has the focus</source>
        <translation>Menü der gewählten &amp;Stelle</translation>
    </message>
    <message>
        <source>in a diagram: from part to part; Return tells what it is</source>
        <translation>im Bild: von Teil zu Teil; Enter sagt, was es ist</translation>
    </message>
    <message>
        <source>lessons, explanation and code</source>
        <translation>Lektionen, Erklärung und Code</translation>
    </message>
    <message>
        <source>Shift+F10</source>
        <translation>Umschalt+F10</translation>
    </message>
    <message>
        <source>menu of the plot or diagram: series, export, buttons</source>
        <translation>Menü des Diagramms oder Bildes: Reihen, Export, Knöpfe</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Strg+Umschalt+P</translation>
    </message>
    <message>
        <source>presenter mode</source>
        <translation>Vortragsmodus</translation>
    </message>
    <message>
        <source>The patterns: each has a lab of its own, which runs as soon as it is chosen (1 … 0).</source>
        <translation>Die Muster: jedes hat sein Labor, das läuft, sobald es gewählt ist (1 … 0).</translation>
    </message>
    <message>
        <source>The lessons: a question, a run that answers it, then a goal to reach by hand. The ring is half full once the question is answered and full once the goal is reached.</source>
        <translation>Die Lektionen: eine Frage, ein Lauf, der sie beantwortet, dann ein Ziel von Hand. Der Ring ist halb voll, wenn die Frage beantwortet ist, und voll, wenn das Ziel erreicht ist.</translation>
    </message>
    <message>
        <source>P&amp;resenter mode</source>
        <translation>Vo&amp;rtragsmodus</translation>
    </message>
    <message>
        <source>Re&amp;duced motion</source>
        <translation>&amp;Weniger Bewegung</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
</context>
</TS>
