package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// planningSchedule is `leadline planning schedule`.
func (a *app) planningSchedule() *cobra.Command {
	o := run.ScheduleOptions{}
	cmd := a.command(&cobra.Command{
		Use:   "schedule [FILE...] [--schedules N] [--seed N] [--time-limit DURATION] [--estimate LOW/LIKELY/HIGH] [--format FORMAT]",
		Short: "Find a short schedule of a plan",
		Long: `Schedule looks for a short schedule of a plan and gives the start of every item, the
makespan, and a lower bound that no schedule can be below. Times are minutes of work
from the start of the plan on, and periods in an instance of PSPLIB. Without a FILE the
plan is the one among the records of the repository, as for leadline planning.

The same files, schedules and seed give the same schedule on any machine. With
--time-limit the search ends at that time, and what it found depends on the machine;
"reproducible" in the JSON is then false.`,
		Example: "leadline planning schedule plan.yaml --schedules 50000\nleadline planning schedule --format ics",
		Args:    takes(0, mostFiles),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Schedules < 0 || o.Limit < 0 {
				return fault.New(fault.Usage, "--schedules and --time-limit must not be negative").WithHint("give a number above 0")
			}
			if o.Limit > 0 && o.Schedules == 0 {
				o.Schedules = mostSchedules
			}
			s, err := run.PlanSchedule(cmd.Context(), a.options(), args, a.stdin, o, time.Now)
			if err != nil {
				return err
			}
			switch a.global.format {
			case "csv":
				err = writeScheduleCSV(a.stdout, s)
			case "ics":
				err = writeScheduleICS(a.stdout, s)
			default:
				e := json.NewEncoder(a.stdout)
				e.SetEscapeHTML(false)
				e.SetIndent("", "  ")
				err = e.Encode(s)
			}
			if err != nil {
				return err
			}
			return s.ErrGaps()
		},
	}, traits{selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag}, formats: []string{"json", "csv", "ics"}, exits: []fault.Kind{fault.Incomplete}})
	cmd.Flags().IntVar(&o.Schedules, "schedules", 0, "make `N` schedules (default: 5000, and fewer of a large plan)")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "what to draw (`N`)")
	cmd.Flags().DurationVar(&o.Limit, "time-limit", 0, "look for this long, such as 10s (`DURATION`)")
	cmd.Flags().StringVar(&o.Estimate, "estimate", "", "what items without an estimate take (`LOW/LIKELY/HIGH`)")
	return cmd
}

// mostSchedules is how many are made within a time limit at the most.
const mostSchedules = 1_000_000_000

func writeScheduleCSV(out io.Writer, s *run.Schedule) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"id", "title", "start", "finish", "from", "until", "slack", "resources"}) // Flush tells
	for _, it := range s.Items {
		var who []string
		for _, u := range it.Resources {
			who = append(who, u.Name+":"+strconv.FormatFloat(u.Units, 'g', -1, 64))
		}
		_ = w.Write([]string{
			it.ID, it.Title, strconv.Itoa(it.Start), strconv.Itoa(it.Finish), it.From, it.Until, strconv.Itoa(it.Slack), strings.Join(who, ";"),
		})
	}
	w.Flush()
	return w.Error()
}

var icsText = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r", "", "\n", "\\n")

// writeScheduleICS writes an event for each item that takes time (RFC 5545), in times
// without a zone.
func writeScheduleICS(out io.Writer, s *run.Schedule) error {
	var b strings.Builder
	line := func(format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		const most = 73 // bytes of a line, the rest on lines that begin with a space
		for cut := 0; len(text) > most; text = " " + text[cut:] {
			for cut = most; text[cut]&0xc0 == 0x80; cut-- {
			}
			b.WriteString(text[:cut] + "\r\n")
		}
		b.WriteString(text + "\r\n")
	}
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//leadline//planning//EN")
	for _, it := range s.Items {
		if it.From == "" || it.Start == it.Finish {
			continue
		}
		plain := strings.NewReplacer("-", "", ":", "")
		line("BEGIN:VEVENT")
		line("UID:%s@leadline", icsText.Replace(it.ID))
		line("DTSTAMP:%s00Z", plain.Replace(s.Items[0].From))
		line("DTSTART:%s00", plain.Replace(it.From))
		line("DTEND:%s00", plain.Replace(it.Until))
		line("SUMMARY:%s", icsText.Replace(strings.TrimSpace(it.ID+" "+it.Title)))
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	_, err := io.WriteString(out, b.String())
	return err
}
