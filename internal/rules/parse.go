package rules

import (
	"strconv"
	"unicode/utf8"

	"beian/internal/filing"
)

// parser reads tokens by recursive descent: or, and, not, test, value.
type parser struct {
	list  []token
	pos   int
	depth int
}

// read makes an expression of src that is true or false.
func read(src string) (expression, error) {
	if utf8.RuneCountInString(src) > longest {
		return expression{}, &Fault{filing.TooLong, "", longest}
	}
	list, err := scan(src)
	if err != nil {
		return expression{}, err
	}
	p := &parser{list: list}
	e, err := p.or()
	if err != nil {
		return expression{}, err
	}
	if t := p.peek(); t.sort != end {
		return expression{}, unexpected(t)
	}
	if e.kind != flag {
		return expression{}, &Fault{filing.RuleNoTest, list[0].text, list[0].at}
	}
	return e, nil
}

func unexpected(t token) error {
	if t.sort == end {
		return &Fault{filing.RuleUnfinished, "", t.at}
	}
	return &Fault{filing.RuleUnexpected, t.text, t.at}
}

func (p *parser) peek() token { return p.list[p.pos] }

func (p *parser) take() token {
	t := p.list[p.pos]
	if t.sort != end {
		p.pos++
	}
	return t
}

// accept takes the next token when it is that word or sign.
func (p *parser) accept(text string) bool {
	t := p.peek()
	if (t.sort == word || t.sort == sign) && t.text == text {
		p.pos++
		return true
	}
	return false
}

func (p *parser) or() (expression, error) {
	return p.joined("or", p.and, func(a, b value) value {
		switch {
		case a.known && a.flag || b.known && b.flag:
			return truth(true)
		case a.known && b.known:
			return truth(false)
		}
		return unknown
	})
}

func (p *parser) and() (expression, error) {
	return p.joined("and", p.not, func(a, b value) value {
		switch {
		case a.known && !a.flag || b.known && !b.flag:
			return truth(false)
		case a.known && b.known:
			return truth(true)
		}
		return unknown
	})
}

func (p *parser) joined(by string, part func() (expression, error), join func(a, b value) value) (expression, error) {
	e, err := part()
	for err == nil && p.peek().sort == word && p.peek().text == by {
		at := p.take()
		var b expression
		if b, err = part(); err != nil {
			break
		}
		a := e
		if a.kind != flag || b.kind != flag {
			return e, &Fault{filing.RuleNoTest, by, at.at}
		}
		e = expression{flag, append(a.reads, b.reads...), func(s *scene) value { return join(a.eval(s), b.eval(s)) }}
	}
	return e, err
}

func (p *parser) not() (expression, error) {
	at := p.peek()
	if !p.accept("not") {
		return p.test()
	}
	if p.depth++; p.depth > deepest {
		return expression{}, unexpected(at)
	}
	e, err := p.not()
	p.depth--
	if err != nil {
		return e, err
	}
	if e.kind != flag {
		return e, &Fault{filing.RuleNoTest, at.text, at.at}
	}
	return expression{flag, e.reads, func(s *scene) value {
		v := e.eval(s)
		v.flag = !v.flag
		return v
	}}, nil
}

// test is a value, or two with a comparison between them.
func (p *parser) test() (expression, error) {
	a, err := p.value()
	if err != nil {
		return a, err
	}
	op := p.peek()
	compare, is := comparisons[op.text]
	if !is || op.sort == quoted {
		return a, nil
	}
	p.take()
	b, err := p.value()
	if err != nil {
		return b, err
	}
	do, fits := compare[[2]kind{a.kind, b.kind}]
	if !fits {
		return a, &Fault{filing.RuleUnlike, op.text, op.at}
	}
	return expression{flag, append(a.reads, b.reads...), func(s *scene) value {
		x, y := a.eval(s), b.eval(s)
		if !x.known || !y.known {
			return unknown
		}
		return truth(do(x, y))
	}}, nil
}

func (p *parser) value() (expression, error) {
	t := p.take()
	switch {
	case t.sort == digits:
		n, err := strconv.Atoi(t.text)
		if err != nil || n > 1<<30 {
			return expression{}, unexpected(t)
		}
		return constant(number, counted(n)), nil
	case t.sort == quoted:
		return constant(text, said(t.text)), nil
	case t.sort == sign && (t.text == "(" || t.text == "["):
		if p.depth++; p.depth > deepest {
			return expression{}, unexpected(t)
		}
		defer func() { p.depth-- }()
		if t.text == "[" {
			return p.listed()
		}
		e, err := p.or()
		if err == nil && !p.accept(")") {
			err = unexpected(p.peek())
		}
		return e, err
	case t.sort == word && p.accept("("):
		return p.call(t)
	case t.sort == word:
		n, known := names[t.text]
		if !known {
			return expression{}, &Fault{filing.RuleUnknownName, t.text, t.at}
		}
		return expression{n.kind, []string{t.text}, n.of}, nil
	}
	return expression{}, unexpected(t)
}

func constant(k kind, v value) expression {
	return expression{kind: k, eval: func(*scene) value { return v }}
}

// listed reads the rest of a [list] of numbers or of texts.
func (p *parser) listed() (expression, error) {
	var v value
	for {
		t := p.take()
		switch {
		case t.sort == digits && v.s == nil:
			n, _ := strconv.Atoi(t.text)
			v.ns = append(v.ns, n)
		case t.sort == quoted && v.ns == nil:
			v.s = append(v.s, t.text)
		default:
			return expression{}, unexpected(t)
		}
		if v.known = true; p.accept("]") {
			if v.s != nil {
				return constant(texts, v), nil
			}
			return constant(numbers, v), nil
		}
		if !p.accept(",") {
			return expression{}, unexpected(p.peek())
		}
	}
}

// call reads the arguments of a function and what it gives.
func (p *parser) call(name token) (expression, error) {
	f, known := functions[name.text]
	if !known {
		return expression{}, &Fault{filing.RuleUnknownName, name.text, name.at}
	}
	if p.depth++; p.depth > deepest {
		return expression{}, unexpected(name)
	}
	defer func() { p.depth-- }()
	var args []expression
	var reads []string
	for {
		at := p.peek()
		e, err := p.value()
		if err != nil {
			return e, err
		}
		if !f.takes(len(args), e.kind) {
			return e, &Fault{filing.RuleUnlike, at.text, at.at}
		}
		args, reads = append(args, e), append(reads, e.reads...)
		if p.accept(")") {
			break
		}
		if !f.many || !p.accept(",") {
			return e, unexpected(p.peek())
		}
	}
	return expression{f.gives, reads, func(s *scene) value { return f.work(s, args) }}, nil
}

func (f function) work(s *scene, args []expression) value {
	list := make([]value, len(args))
	for i, a := range args {
		if list[i] = a.eval(s); !list[i].known {
			return unknown
		}
	}
	return f.do(s, list)
}
