package sheet

// Chart is series of numbers over common positions.
type Chart struct {
	// X are the positions: dates, versions, names, places.
	X []Value `json:"x"`
	// XLabel says what the positions are, and their unit: week, folder.
	XLabel string `json:"x_label,omitempty"`
	// Unit of the values.
	Unit   string   `json:"unit,omitempty"`
	Series []Series `json:"series"`
	// Stacked series add up to a whole.
	Stacked bool      `json:"stacked,omitempty"`
	Form    ChartForm `json:"form,omitempty"`
}

// ChartForm is how a chart is best drawn; a reader that cannot may draw lines.
type ChartForm string

// The forms of chart.
const (
	FormLines   ChartForm = ""
	FormArea    ChartForm = "area"    // filled lines over time
	FormColumns ChartForm = "columns" // upright bars over time
	FormBars    ChartForm = "bars"    // a lying bar for each name
	// FormSpans is a lying bar for each name that does not begin at 0: the first series is
	// where it begins, and the others are its parts.
	FormSpans ChartForm = "spans"
	// FormBand is a curve over numbers: the first two series are the edges of a band, the
	// third a line, and the fourth points, which are at some of the positions.
	FormBand ChartForm = "band"
)

// Series is one line of a chart; Values are as many as the positions.
type Series struct {
	Label  string  `json:"label"`
	Values []Value `json:"values"`
}

// Graph is nodes and edges. One whose edges go somewhere is best drawn as a matrix,
// with the nodes in their order.
type Graph struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
	// Undirected edges join their ends, and go nowhere.
	Undirected bool `json:"undirected,omitempty"`
	// Relation says what an edge of a directed graph means, such as "refers to"; empty
	// means that one needs the other.
	Relation string `json:"relation,omitempty"`
	// Unit says what the weight of an edge counts, and OfUnit of which whole.
	Unit   string `json:"unit,omitempty"`
	OfUnit string `json:"of_unit,omitempty"`
}

// Node is a node of a graph.
type Node struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// Place is what the node stands for, if that is a place.
	Place  *Place  `json:"place,omitempty"`
	Weight float64 `json:"weight,omitempty"`
}

// Edge goes from one node to another, by their ids.
type Edge struct {
	From   string  `json:"from"`
	To     string  `json:"to"`
	Weight float64 `json:"weight,omitempty"`
	// Of is the whole of which the weight is a part; 0 where there is none.
	Of float64 `json:"of,omitempty"`
}

// Tree divides a whole into nested parts, each with a size and with measures that
// a colour can show.
type Tree struct {
	// Unit of the sizes.
	Unit     string    `json:"unit"`
	Measures []Measure `json:"measures"`
	Root     Part      `json:"root"`
}

// Measure is something that is told of every part of a tree.
type Measure struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Unit  string `json:"unit,omitempty"`
	// Steps divide its scale, the lowest first, which deserves least attention; it
	// holds all that is below the second.
	Steps []Step `json:"steps"`
}

// Step is a part of a scale: the values from a number on, up to the next step.
type Step struct {
	From  float64 `json:"from"`
	Label string  `json:"label"`
}

// Part is a part of a tree: a folder or a file, or several that are told as one.
type Part struct {
	// Place is the folder or file; the folder that holds them where it is Others.
	Place Place `json:"place"`
	// Name is what the part is called where that is not its place.
	Name string `json:"name,omitempty"`
	// Others is how many files are told as one; 0 for a part that stands for itself.
	Others int     `json:"others,omitempty"`
	Size   float64 `json:"size"`
	// Values are as many as the tree has measures.
	Values []Value `json:"values"`
	// Parts add up to this one, the largest first, Others last.
	Parts []Part `json:"parts,omitempty"`
}
